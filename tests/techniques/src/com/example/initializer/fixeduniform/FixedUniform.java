package com.example.initializer.fixeduniform;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Uniform between −limit and limit. */
@Technique(value = "com.example:fixed_uniform", description = "Uniform between -limit and limit.",
        formula = "w ~ U(-limit, limit)")
public record FixedUniform(@Default("0.05") @Range("(0,inf)") double limit) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return scope.uniform(shape).sub(0.5).mul(2 * limit);
    }
}
