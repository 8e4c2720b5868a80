package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.constant;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** One number for all elements. */
@Technique(value = "fascicle.tck:even", kind = "initializer", description = "One number for all elements.")
public record Even() implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return constant(0.5);
    }
}
