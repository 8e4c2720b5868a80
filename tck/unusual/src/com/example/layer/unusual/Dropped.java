package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It leaves out no features by default. Srivastava et al., 2014. */
@Technique(value = "com.example:dropped", description = "Some features are 0, if that is asked for.")
public record Dropped(@Default("0.0") @Range("[0,1)") double rate) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return rate == 0 || !scope.stochastic() ? x : where(scope.uniform(x.shape()).lt(rate), 0, x.div(1 - rate));
    }
}
