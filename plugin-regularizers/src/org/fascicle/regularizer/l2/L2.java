package org.fascicle.regularizer.l2;

import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** L2 penalty: l2 · Σw² (no factor ½, as in Keras), which keeps weights small. Hoerl and Kennard, 1970. */
@Technique(value = "l2", aliases = "L2",
        description = "Penalty on the sum of squared weights, which keeps them small.",
        formula = "l2 sum of w^2",
        source = "Hoerl and Kennard, 1970, doi:10.1080/00401706.1970.10488634")
public record L2(@Default("0.01") @Range("[0,inf)") double l2) implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(tensor.square()).mul(l2);
    }
}
