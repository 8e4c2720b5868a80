package com.example.activation.process;

import java.util.concurrent.locks.LockSupport;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Does not end. */
@Technique(value = "com.example:endless", description = "The identity, in the end.")
public record Endless() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        while (z != null) {
            LockSupport.parkNanos(1_000_000);
        }
        return z;
    }
}
