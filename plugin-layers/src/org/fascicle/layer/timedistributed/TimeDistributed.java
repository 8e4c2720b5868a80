package org.fascicle.layer.timedistributed;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Applies a layer to each step of a sequence, with the same parameters: from {@code [rows, steps, …]} to {@code [rows, steps, …]}, where the
 * layer takes {@code [rows, …]}. Its tensors lie under {@code layer}. A mask of the steps is kept, and the layer does not see it. A layer
 * that keeps statistics of its batches, such as {@code batch_normalization}, can be here only where these stand still. Each step is computed
 * by itself: what {@code dense} does along the last axis of a sequence, it does faster alone.
 */
@Technique(value = "time_distributed", aliases = "TimeDistributed",
        description = "Applies a layer to each step of a sequence, with the same parameters.",
        formula = "y[t] = layer(x[t]) for each step t",
        source = "Customary; Keras TimeDistributed")
public record TimeDistributed(Layer layer) implements Layer {
    @Override
    public OptionalInt indices() {
        return layer.indices();
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 3 && x.shape().extent(1) > 0, "time_distributed takes [rows, steps, ...], not " + x.shape());
        List<Expr> results = new ArrayList<>();
        for (int step = 0; step < x.shape().extent(1); step++) {
            Expr each = layer.apply(reshape(slice(x, 1, step, step + 1), x.shape().drop(1)), scope.shared("layer"));
            results.add(reshape(each, each.shape().insert(1, 1)));
        }
        return scope.masked(concat(results, 1), scope.mask(x));
    }
}
