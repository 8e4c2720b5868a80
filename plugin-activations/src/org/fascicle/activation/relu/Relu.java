package org.fascicle.activation.relu;

import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Rectified linear unit: z above the threshold (at most the maximum, if there is one), else negativeSlope · (z −
 * threshold). Its derivative at the threshold is the slope. Nair and Hinton, 2010, ICML.
 */
@Technique(value = "relu", aliases = "ReLU",
        description = "Rectified linear unit (ReLU): cheap, and does not saturate for positive values; units may die.",
        formula = "min(z, max_value) where z > threshold, else negative_slope (z - threshold)",
        source = "Nair and Hinton, 2010, Rectified linear units improve restricted Boltzmann machines, ICML, 807-814")
public record Relu(
        @Default("null") @Range("[0,inf)") @Nullable Double maxValue,
        @Default("0.0") @Range("[0,inf)") double negativeSlope,
        @Default("0.0") @Range("[0,inf)") double threshold) implements Activation {

    public Relu {
        require(maxValue == null || maxValue >= threshold, "max_value must not be below threshold");
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        // The comparison is z ≤ threshold, not z > threshold: so a NaN passes, and training notices it.
        Expr rectified = negativeSlope == 0
                ? where(z.le(threshold), 0, z)
                : where(z.le(threshold), z.sub(threshold).mul(negativeSlope), z);
        return maxValue == null ? rectified : minimum(rectified, maxValue);
    }
}
