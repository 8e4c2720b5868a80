package com.example.activation.process;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Leaves a thread running, which would end with the process. */
@Technique(value = "com.example:threading", description = "The identity, and a thread.")
public record Threading() implements Activation {
    private static void sleep() {
        try {
            Thread.sleep(1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        Thread thread = new Thread(Threading::sleep, "threading");
        thread.setDaemon(true);
        thread.start();
        return z;
    }
}
