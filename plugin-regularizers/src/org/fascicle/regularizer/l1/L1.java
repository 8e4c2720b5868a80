package org.fascicle.regularizer.l1;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** L1 penalty: l1 · Σ|w|, which makes weights sparse. Tibshirani, 1996. */
@Technique(value = "l1", aliases = "L1",
        description = "Penalty on the sum of absolute weights, which makes them sparse.",
        formula = "l1 sum of |w|",
        source = "Tibshirani, 1996, doi:10.1111/j.2517-6161.1996.tb02080.x")
public record L1(@Default("0.01") @Range("[0,inf)") double l1) implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(abs(tensor)).mul(l1);
    }
}
