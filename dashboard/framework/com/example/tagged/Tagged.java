package com.example.tagged;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;

/** An activation; the tests make a bundle of it, whose manifest declares it. */
public record Tagged(@Default("0.1") @Range("[0,1]") double slope) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Expressions.where(z.gt(0), z, z.mul(slope));
    }
}
