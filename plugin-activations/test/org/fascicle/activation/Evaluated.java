package org.fascicle.activation;

import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** An activation of one row: its values, and the gradient of their weighted sum. */
final class Evaluated {
    private final Tensors tensors;
    private final TestPlace place;
    private final Expr z;
    private final Expr y;

    Evaluated(Activation activation, double[] row, double[] draw) {
        this(activation, row, draw, Precision.FLOAT64);
    }

    Evaluated(Activation activation, double[] row, double[] draw, Precision precision) {
        tensors = new Tensors(1, precision);
        place = new TestPlace(tensors).training(draw != null);
        if (draw != null) {
            place.draw(draw);
        }
        z = tensors.batch(new int[] {row.length}, row);
        y = activation.apply(z, place.scope());
    }

    Shape shape() {
        return y.shape();
    }

    double[] values() {
        return place.evaluate(y);
    }

    /** Of the sum of all values, each times its weight; by the compiler's differentiator. */
    double[] gradient(double... weights) {
        Expr loss = Expressions.sum(y.mul(tensors.batch(new int[] {weights.length}, weights)));
        Expr simple = Rewriter.rewrite(List.of(loss)).get(0);
        return place.evaluate(Differentiator.gradients(simple, List.of(z)).get(0));
    }
}
