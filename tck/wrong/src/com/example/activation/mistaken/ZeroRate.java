package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It divides by 1 less an option that may be 1. */
@Technique(value = "com.example:zero_rate", description = "A line, as steep as an option says.")
public record ZeroRate(@Default("0.5") @Range("[0,1]") double rate) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.div(1 - rate);
    }
}
