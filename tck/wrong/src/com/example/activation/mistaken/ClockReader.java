package com.example.activation.mistaken;

import java.time.Instant;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Changes in some thousand years. */
@Technique(value = "com.example:clock_reader", description = "A line, for a long time.")
public record ClockReader() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Instant.now().getEpochSecond() < Long.MAX_VALUE ? z.mul(2) : z;
    }
}
