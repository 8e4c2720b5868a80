package org.fascicle.regularizer.l1l2;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Elastic net: l1 · Σ|w| + l2 · Σw². Zou and Hastie, 2005. */
@Technique(value = "l1_l2", aliases = {"L1L2", "l1l2"},
        description = "Elastic net: penalties on the sums of absolute and of squared weights together.",
        formula = "l1 sum of |w| + l2 sum of w^2",
        source = "Zou and Hastie, 2005, doi:10.1111/j.1467-9868.2005.00503.x")
public record L1L2(
        @Default("0.0") @Range("[0,inf)") double l1,
        @Default("0.0") @Range("[0,inf)") double l2) implements Regularizer {

    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(abs(tensor)).mul(l1).add(sum(tensor.square()).mul(l2));
    }
}
