package com.example.regularizer.baddefault;

import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its default is not in its range. */
@Technique(value = "com.example:bad_default", description = "A penalty that cannot be used as it comes.")
public record BadDefault(@Default("-1") @Range("[0,inf)") double factor) implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(tensor.square()).mul(factor);
    }
}
