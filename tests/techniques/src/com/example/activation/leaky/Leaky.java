package com.example.activation.leaky;

import java.util.concurrent.locks.LockSupport;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** What a technique must not do: its class starts a thread, and nothing ends the thread with the bundle; here, an interrupt does. */
@Technique(value = "com.example:leaky", description = "The input as it is, and a thread that stays.")
public record Leaky() implements Activation {
    static {
        Thread thread = new Thread(Leaky::stay, "leaky");
        thread.setDaemon(true);
        thread.start();
    }

    private static void stay() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park(Leaky.class);
        }
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        return z;
    }
}
