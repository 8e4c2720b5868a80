package org.fascicle.testing;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.loss.Prediction;

/** An output for tests: values as they are, or the softmax or sigmoid of logits. */
public final class TestPrediction implements Prediction {
    private static final double LEAST = 1e-7;

    private final Expr values;
    private final Expr logits;
    private final Expr logProbabilities;

    private TestPrediction(Expr values, Expr logits, Expr logProbabilities) {
        this.values = values;
        this.logits = logits;
        this.logProbabilities = logProbabilities;
    }

    /** Values behind which neither softmax nor sigmoid stands. */
    public static TestPrediction values(Expr values) {
        Expr logarithm = Expressions.log(Expressions.maximum(values, LEAST));
        return new TestPrediction(values, logarithm, logarithm);
    }

    /** The softmax of logits. */
    public static TestPrediction softmax(Expr logits) {
        return new TestPrediction(Expressions.softmax(logits), logits, Expressions.logSoftmax(logits));
    }

    /** The sigmoid of logits. */
    public static TestPrediction sigmoid(Expr logits) {
        return new TestPrediction(Expressions.sigmoid(logits), logits, Expressions.softplus(logits.neg()).neg());
    }

    @Override
    public Expr values() {
        return values;
    }

    @Override
    public Expr logits() {
        return logits;
    }

    @Override
    public Expr logProbabilities() {
        return logProbabilities;
    }
}
