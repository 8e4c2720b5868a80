package com.example.watch.negatives;

import static org.fascicle.api.expr.Expressions.mean;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;
import org.fascicle.api.watch.WatchedParameter;

/** Which share of what layers give, and of parameters, is negative. */
@Technique(value = "com.example:negatives", description = "The share of negative numbers.")
public record Negatives() implements Watch {
    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        return Map.of("share", mean(layer.output().lt(0).cast(Type.REAL)));
    }

    @Override
    public Map<String, Expr> parameter(WatchedParameter parameter) {
        return Map.of("share", mean(parameter.value().lt(0).cast(Type.REAL)));
    }
}
