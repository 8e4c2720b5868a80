package org.fascicle.layer.bidirectional;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * A layer on a sequence {@code [rows, steps, …]}, and the same kind of layer, with parameters of its own, on the sequence from its last
 * step to its first. Their tensors lie under {@code forward} and {@code backward}. Where they give sequences, those of the second are
 * reversed again, so that equal steps meet; both are put side by side, or joined as {@code merge_mode} says. {@code backward_layer} may be
 * another layer, whose output has the same shape. Masks are reversed as well, and where a step does not count, a sequence that is given out is
 * 0, as in Keras.
 */
@Technique(value = "bidirectional", aliases = "Bidirectional",
        description = "Reads a sequence in both directions, with a layer for each.",
        formula = "merge(layer(x), reverse(layer'(reverse(x))))",
        source = "Schuster and Paliwal, 1997, doi:10.1109/78.650093")
public record Bidirectional(
        Layer layer,
        @Default("concat") Merge mergeMode,
        @Default("null") @Nullable Layer backwardLayer) implements Layer {
    /** How two outputs become one: side by side along the last axis, or element by element. */
    public enum Merge {
        CONCAT, SUM, MUL, AVE
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 3, "bidirectional takes sequences [rows, steps, ...], not " + x.shape());
        Expr mask = scope.mask(x);
        Expr reversed = scope.masked(reverse(x, 1), mask == null ? null : reverse(mask, 1));
        Expr forward = layer.apply(x, scope.within("forward"));
        Expr backward = (backwardLayer == null ? layer : backwardLayer).apply(reversed, scope.within("backward"));
        require(forward.shape().equals(backward.shape()), "the layers of bidirectional give " + forward.shape() + " and "
                + backward.shape());
        boolean isSequence = forward.shape().rank() >= 3 && forward.shape().extent(1) == x.shape().extent(1);
        Expr y = merged(forward, isSequence ? reverse(backward, 1) : backward);
        if (!isSequence || mask == null) {
            return scope.masked(y, null);
        }
        return scope.masked(where(broadcast(align(mask, y.shape(), 0, 1), y.shape()), y, 0), mask);
    }

    private Expr merged(Expr forward, Expr backward) {
        return switch (mergeMode) {
            case CONCAT -> concat(List.of(forward, backward), -1);
            case SUM -> forward.add(backward);
            case MUL -> forward.mul(backward);
            case AVE -> forward.add(backward).mul(0.5);
        };
    }
}
