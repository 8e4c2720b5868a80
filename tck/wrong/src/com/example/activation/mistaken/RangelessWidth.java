package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** It divides by an option that may be 0. */
@Technique(value = "com.example:rangeless_width", description = "A line, as steep as an option says.")
public record RangelessWidth(@Default("1.0") double width) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.div(width);
    }
}
