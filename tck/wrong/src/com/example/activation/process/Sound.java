package com.example.activation.process;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Does as it should, among others that do not. */
@Technique(value = "com.example:sound", description = "The identity.")
public record Sound() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z;
    }
}
