package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Nobody can learn what it is. */
@Technique("com.example:undescribed")
public record Undescribed() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(2);
    }
}
