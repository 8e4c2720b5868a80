package com.example.activation.softsign;

import static org.fascicle.api.expr.Expressions.abs;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Softsign: z / (1 + |z|). Glorot and Bengio, 2010, AISTATS. */
@Technique(value = "com.example:softsign", description = "From -1 to 1, with tails that are slow to saturate.",
        formula = "z / (1 + |z|)", source = "Glorot and Bengio, 2010, AISTATS")
public record Softsign() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.div(abs(z).add(1));
    }
}
