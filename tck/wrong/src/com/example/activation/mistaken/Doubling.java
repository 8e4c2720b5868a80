package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its constructor changes what was given. */
@Technique(value = "com.example:doubling", description = "A line of twice the slope.")
public record Doubling(@Default("1.0") @Range("(0,inf)") double slope) implements Activation {
    public Doubling {
        slope = 2 * slope;
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(slope);
    }
}
