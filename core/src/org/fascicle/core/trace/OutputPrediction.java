package org.fascicle.core.trace;

import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.softplus;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.loss.Prediction;

/** A network's output; knows the logits where the output is the canonical softmax or sigmoid. */
public final class OutputPrediction implements Prediction {
    private final Expr values;

    /** A prediction. */
    public OutputPrediction(Expr values) {
        this.values = values;
    }

    @Override
    public Expr values() {
        return values;
    }

    @Override
    public Expr logits() {
        Primitive op = values.op();
        return op == Primitives.SOFTMAX || op == Primitives.SIGMOID ? values.operands().get(0) : log(values);
    }

    @Override
    public Expr logProbabilities() {
        if (values.op() == Primitives.SOFTMAX) {
            return logSoftmax(logits());
        }
        return values.op() == Primitives.SIGMOID ? softplus(logits().neg()).neg() : log(values);
    }
}
