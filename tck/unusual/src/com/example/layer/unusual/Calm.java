package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.minimum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It adds to the loss, and changes nothing. */
@Technique(value = "com.example:calm", description = "The identity, which large values are penalized at.")
public record Calm(@Default("0.01") @Range("[0,inf)") double factor) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        scope.addToLoss(mean(minimum(abs(x), 1e3)).mul(factor));
        return x;
    }
}
