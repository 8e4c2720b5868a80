package org.fascicle.activation.hardshrink;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Hard shrinkage: z, but 0 where |z| is at most the threshold. Donoho and Johnstone, 1994. */
@Technique(value = "hard_shrink",
        description = "Sets to 0 what is within a threshold, and keeps the rest.",
        formula = "z where |z| > threshold, else 0",
        source = "Donoho and Johnstone, 1994, Ideal spatial adaptation by wavelet shrinkage, doi:10.1093/biomet/81.3.425")
public record HardShrink(@Default("0.5") @Range("[0,inf)") double threshold) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(abs(z).le(threshold), 0, z);
    }
}
