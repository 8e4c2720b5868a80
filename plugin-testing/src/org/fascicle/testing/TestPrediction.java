package org.fascicle.testing;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.loss.Prediction;

/** An output for tests: values as they are, or the softmax of logits. */
public final class TestPrediction implements Prediction {
    private final Expr values;
    private final Expr logits;

    private TestPrediction(Expr values, Expr logits) {
        this.values = values;
        this.logits = logits;
    }

    /** Values behind which no softmax stands. */
    public static TestPrediction values(Expr values) {
        return new TestPrediction(values, Expressions.log(values));
    }

    /** The softmax of logits. */
    public static TestPrediction softmax(Expr logits) {
        return new TestPrediction(Expressions.softmax(logits), logits);
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
        return Expressions.logSoftmax(logits);
    }
}
