package org.fascicle.layer.flatten;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Lays out each row as one vector, row-major: from {@code [rows, …]} to {@code [rows, n]}. */
@Technique(value = "flatten", aliases = "Flatten",
        description = "Lays out each row as one vector, so that a dense layer can take it.",
        formula = "[rows, a, b, ...] becomes [rows, a b ...]",
        source = "Customary; Keras Flatten")
public record Flatten() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        long size = x.shape().withoutFirst().size();
        require(size <= Integer.MAX_VALUE, "a row of " + size + " elements is too large to be flattened");
        return reshape(x, Shape.of(x.shape().extent(0), (int) size));
    }
}
