package org.fascicle.initializer.randomnormal;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Normal distribution with a mean and a standard deviation of its own, whatever the tensor's fans. Customary; as in
 * Keras.
 */
@Technique(value = "random_normal", aliases = {"RandomNormal", "normal"},
        description = "Normal distribution with a given mean and standard deviation.",
        formula = "w ~ N(mean, stddev^2)",
        source = "Customary; Keras RandomNormal")
public record RandomNormal(
        @Default("0.0") @Range("(-inf,inf)") double mean,
        @Default("0.05") @Range("[0,inf)") double stddev) implements Initializer {

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return scope.normal(shape).mul(stddev).add(mean);
    }
}
