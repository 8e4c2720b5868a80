package org.fascicle.initializer.zeros;

import static org.fascicle.api.expr.Expressions.full;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Every element 0, as biases start. */
@Technique(value = "zeros", aliases = {"Zeros", "zero"},
        description = "Every element is 0, as biases start.",
        formula = "w = 0",
        source = "Customary; Keras zeros")
public record Zeros() implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return full(shape, 0);
    }
}
