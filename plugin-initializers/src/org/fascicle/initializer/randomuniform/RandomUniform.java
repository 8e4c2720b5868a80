package org.fascicle.initializer.randomuniform;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Uniform distribution between two bounds, whatever the tensor's fans. Customary; as in Keras. */
@Technique(value = "random_uniform", aliases = {"RandomUniform", "uniform"},
        description = "Uniform distribution between two given bounds.",
        formula = "w ~ U[minval, maxval)",
        source = "Customary; Keras RandomUniform")
public record RandomUniform(
        @Default("-0.05") @Range("(-inf,inf)") double minval,
        @Default("0.05") @Range("(-inf,inf)") double maxval) implements Initializer {

    public RandomUniform {
        require(minval <= maxval, "minval must not be above maxval");
    }

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return scope.uniform(shape).mul(maxval - minval).add(minval);
    }
}
