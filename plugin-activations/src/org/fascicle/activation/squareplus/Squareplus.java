package org.fascicle.activation.squareplus;

import static org.fascicle.api.expr.Expressions.sqrt;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Squareplus: (z + sqrt(z² + b)) / 2, a smooth rectified linear unit without exp. Barron, 2021, arXiv:2112.11687. */
@Technique(value = "squareplus",
        description = "Smooth rectified linear unit without exponentials.",
        formula = "(z + sqrt(z^2 + b)) / 2",
        source = "Barron, 2021, arXiv:2112.11687")
public record Squareplus(@Default("4.0") @Range("[0,inf)") double b) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.add(sqrt(z.square().add(b))).mul(0.5);
    }
}
