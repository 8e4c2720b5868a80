package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its slope is a property of the process. */
@Technique(value = "com.example:property_reader", description = "A line whose slope is said elsewhere.")
public record PropertyReader() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(Double.parseDouble(System.getProperty("com.example.slope", "2")));
    }
}
