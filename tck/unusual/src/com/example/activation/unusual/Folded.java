package com.example.activation.unusual;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives half of the features that it takes. Goodfellow et al., 2013, arXiv:1302.4389. */
@Technique(value = "com.example:folded", description = "The greater of two features.")
public record Folded() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        int half = z.shape().extent(-1) / 2;
        require(2 * half == z.shape().extent(-1), "takes an even number of features, not " + z.shape());
        int last = z.shape().rank() - 1;
        return maximum(slice(z, last, 0, half), slice(z, last, half, 2 * half));
    }
}
