package com.example.watch.mistaken;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.mean;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedParameter;

/** It divides by zero. */
@Technique(value = "com.example:undefined_share", description = "A part of nothing.")
public record UndefinedShare() implements Watch {
    @Override
    public Map<String, Expr> parameter(WatchedParameter parameter) {
        return Map.of("share", constant(0).div(mean(parameter.value()).mul(0)));
    }
}
