package org.fascicle.layer.repeatvector;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Repeats each row of features as the steps of a sequence: from {@code [rows, features]} to {@code [rows, n, features]}. */
@Technique(value = "repeat_vector", aliases = "RepeatVector",
        description = "Repeats each row of features as the steps of a sequence.",
        formula = "y[i, c] = x[c], i = 0 to n - 1",
        source = "Customary; Keras RepeatVector")
public record RepeatVector(@Range("[1,inf)") int n) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 2, "repeat_vector takes [rows, features], not " + x.shape());
        Shape one = Shape.of(x.shape().extent(0), 1, x.shape().extent(1));
        return broadcast(reshape(x, one), one.with(1, n));
    }
}
