package com.example.activation.leaking;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its class puts an object of its own into a collection of the JDK's, and never takes it out. */
@Technique(value = "com.example:leaking", description = "The identity, and a leak.")
public record Leaking() implements Activation {
    static {
        Logger.getLogger("").addHandler(new Leftover());
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        return z;
    }

    private static final class Leftover extends Handler {
        @Override
        public void publish(LogRecord record) {
            // It does nothing but stay.
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
