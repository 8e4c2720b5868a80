package org.fascicle.compiler.trace;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.swapAxes;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.loss.Prediction;

/** A network's output; knows the logits where the output is the canonical softmax or sigmoid. */
public final class OutputPrediction implements Prediction {
    // Keras's epsilon: the logarithm of a probability that is exactly 0 must not stop a training.
    private static final double SMALLEST = 1e-7;

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
        return op == Primitives.SOFTMAX || op == Primitives.SIGMOID ? values.operands().get(0) : log(maximum(values, SMALLEST));
    }

    @Override
    public Expr logProbabilities() {
        if (values.op() == Primitives.SOFTMAX) {
            return logSoftmax(logits());
        }
        return values.op() == Primitives.SIGMOID ? softplus(logits().neg()).neg() : log(clipped(values));
    }

    @Override
    public Expr logDistribution(int axis) {
        int last = values.shape().rank() - 1;
        int along = values.shape().axis(axis);
        if (values.op() == Primitives.SOFTMAX && along == last) {
            return logSoftmax(logits());
        } else if (values.op() == Primitives.SIGMOID) {
            // A softmax of logarithms is what they are the logarithms of, divided by its sum.
            return swapAxes(logSoftmax(swapAxes(logProbabilities(), along, last)), along, last);
        }
        Expr sum = sumKeep(values, along);
        return log(clipped(where(sum.eq(0), 0, values.div(sum))));
    }

    @Override
    public Expr logComplements() {
        return values.op() == Primitives.SIGMOID
                ? softplus(logits()).neg() : log(clipped(constant(1).sub(values)));
    }

    private static Expr clipped(Expr probability) {
        return maximum(minimum(probability, 1 - SMALLEST), SMALLEST);
    }
}
