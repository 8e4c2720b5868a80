package org.fascicle.initializer.ones;

import static org.fascicle.api.expr.Expressions.full;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Every element 1, as the scales of a normalization start. */
@Technique(value = "ones", aliases = {"Ones", "one"},
        description = "Every element is 1, as the scales of a normalization start.",
        formula = "w = 1",
        source = "Customary; Keras ones")
public record Ones() implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return full(shape, 1);
    }
}
