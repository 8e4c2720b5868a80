package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its slope is a variable of the environment. */
@Technique(value = "com.example:environment_reader", description = "A line whose slope is said elsewhere.")
public record EnvironmentReader() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return System.getenv("COM_EXAMPLE_SLOPE") == null ? z.mul(2) : z;
    }
}
