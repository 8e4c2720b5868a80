package com.example.activation.ownname;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It has a name as Fascicle's own have. */
@Technique(value = "line_of_two", description = "A technique by a name that is not its.")
public record OwnName() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(2);
    }
}
