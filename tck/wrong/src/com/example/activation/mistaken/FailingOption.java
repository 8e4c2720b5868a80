package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its constructor fails at a number that it permits. */
@Technique(value = "com.example:failing_option", description = "A line.")
public record FailingOption(@Default("2") @Range("[0,inf)") int parts) implements Activation {
    public FailingOption {
        if (100 / parts < 0) {
            throw new IllegalArgumentException("there is no such number of parts");
        }
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(parts);
    }
}
