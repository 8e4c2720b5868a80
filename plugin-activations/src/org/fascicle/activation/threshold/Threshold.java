package org.fascicle.activation.threshold;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Threshold: z above the threshold, else a fixed value. Customary. */
@Technique(value = "threshold",
        description = "Replaces what is not above a threshold by a fixed value.",
        formula = "z where z > threshold, else default_value",
        source = "Customary; Keras threshold, PyTorch Threshold")
public record Threshold(
        @Range("(-inf,inf)") double threshold,
        @Range("(-inf,inf)") double defaultValue) implements Activation {

    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.le(threshold), defaultValue, z);
    }
}
