package com.example.watch.unusual;

import static org.fascicle.api.expr.Expressions.mean;

import java.util.Map;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;

/** As many numbers as a layer has units. */
@Technique(value = "com.example:means_of_units", description = "The mean of each unit of layers with an activation.")
public record MeansOfUnits() implements Watch {
    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        Expr output = layer.output();
        return layer.sums() == null ? Map.of()
                : Map.of("mean", mean(output, IntStream.range(0, output.shape().rank() - 1).toArray()));
    }
}
