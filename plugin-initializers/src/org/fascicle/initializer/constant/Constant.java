package org.fascicle.initializer.constant;

import static org.fascicle.api.expr.Expressions.full;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Every element the same number. */
@Technique(value = "constant", aliases = "Constant",
        description = "Every element is the same number.",
        formula = "w = value",
        source = "Customary; Keras Constant")
public record Constant(@Default("0.0") @Range("(-inf,inf)") double value) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return full(shape, value);
    }
}
