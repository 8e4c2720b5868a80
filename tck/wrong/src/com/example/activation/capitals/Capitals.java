package com.example.activation.capitals;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its name is not in snake case. */
@Technique(value = "com.example:LineOfTwo", description = "A technique by the name of its class.")
public record Capitals() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(2);
    }
}
