package com.example.activation.unusual;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes rows of numbers alone. */
@Technique(value = "com.example:rows_only", description = "Softsign of rows of numbers.")
public record RowsOnly() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().rank() == 2, "takes rows of numbers, [rows, n], not " + z.shape());
        return z.div(abs(z).add(1));
    }
}
