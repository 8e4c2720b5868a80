package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It works for the kit, and fails in a network. */
@Technique(value = "com.example:elsewhere_failing", description = "The identity, in some places.")
public record ElsewhereFailing() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        if (!scope.path().startsWith("check")) {
            throw new IllegalStateException("not here: " + scope.path());
        }
        return z;
    }
}
