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
    private final Expr logComplements;

    private TestPrediction(Expr values, Expr logits, Expr logProbabilities, Expr logComplements) {
        this.values = values;
        this.logits = logits;
        this.logProbabilities = logProbabilities;
        this.logComplements = logComplements;
    }

    /** Values behind which neither softmax nor sigmoid stands. */
    public static TestPrediction values(Expr values) {
        Expr logarithm = clippedLog(values);
        return new TestPrediction(values, logarithm, logarithm, complement(values));
    }

    /** The softmax of logits. */
    public static TestPrediction softmax(Expr logits) {
        Expr values = Expressions.softmax(logits);
        return new TestPrediction(values, logits, Expressions.logSoftmax(logits), complement(values));
    }

    /** The sigmoid of logits. */
    public static TestPrediction sigmoid(Expr logits) {
        return new TestPrediction(Expressions.sigmoid(logits), logits, Expressions.softplus(logits.neg()).neg(),
                Expressions.softplus(logits).neg());
    }

    private static Expr clippedLog(Expr values) {
        return Expressions.log(Expressions.maximum(values, LEAST));
    }

    private static Expr complement(Expr values) {
        return clippedLog(Expressions.constant(1).sub(values));
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

    @Override
    public Expr logComplements() {
        return logComplements;
    }
}
