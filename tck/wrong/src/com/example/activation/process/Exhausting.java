package com.example.activation.process;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Takes all the memory that there is, and keeps it. */
@Technique(value = "com.example:exhausting", description = "The identity, and much else.")
public record Exhausting() implements Activation {
    private static final int SIZE = 1 << 20;
    private static final List<byte[]> KEPT = new ArrayList<>();

    @Override
    public Expr apply(Expr z, Scope scope) {
        while (z != null) {
            KEPT.add(new byte[SIZE]);
        }
        return z;
    }
}
