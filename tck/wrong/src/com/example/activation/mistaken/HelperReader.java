package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It does not read a file itself: a class of its bundle does. */
@Technique(value = "com.example:helper_reader", description = "A line whose slope is said elsewhere.")
public record HelperReader() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(Helper.slope());
    }
}
