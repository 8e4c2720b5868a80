package org.fascicle.activation.softshrink;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Soft shrinkage: z, moved towards 0 by the threshold; 0 within it. Donoho, 1995. */
@Technique(value = "soft_shrink",
        description = "Moves z towards 0 by a threshold, and sets to 0 what is within it.",
        formula = "sign(z) max(|z| - threshold, 0)",
        source = "Donoho, 1995, De-noising by soft-thresholding, doi:10.1109/18.382009")
public record SoftShrink(@Default("0.5") @Range("[0,inf)") double threshold) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(abs(z).le(threshold), 0, z.sub(sign(z).mul(threshold)));
    }
}
