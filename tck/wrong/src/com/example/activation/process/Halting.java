package com.example.activation.process;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Ends the virtual machine without asking anybody. */
@Technique(value = "com.example:halting", description = "The identity, and the end.")
public record Halting() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        Runtime.getRuntime().halt(0);
        return z;
    }
}
