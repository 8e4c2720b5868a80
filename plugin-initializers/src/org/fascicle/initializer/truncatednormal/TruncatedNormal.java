package org.fascicle.initializer.truncatednormal;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Normal distribution that is cut at two standard deviations from its mean. As in Keras, {@code stddev} is that of the
 * distribution before the cut. Customary.
 */
@Technique(value = "truncated_normal", aliases = "TruncatedNormal",
        description = "Normal distribution, cut at two standard deviations.",
        formula = "w ~ N(mean, stddev^2) within two standard deviations",
        source = "Customary; Keras TruncatedNormal")
public record TruncatedNormal(
        @Default("0.0") @Range("(-inf,inf)") double mean,
        @Default("0.05") @Range("[0,inf)") double stddev) implements Initializer {

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return scope.truncatedNormal(shape).mul(stddev).add(mean);
    }
}
