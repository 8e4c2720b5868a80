package com.example.watch.mistaken;

import static org.fascicle.api.expr.Expressions.mean;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;

/** One number for each row. */
@Technique(value = "com.example:batched_measure", description = "The mean of each row.")
public record BatchedMeasure() implements Watch {
    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        return Map.of("mean", mean(layer.output(), 1));
    }
}
