package org.fascicle.compiler.trace;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/** What layers say of their results in one trace: which steps count, and which further results there are. Used by one thread. */
public final class LayerResults {
    private final Map<Expr, Optional<Expr>> masks = new IdentityHashMap<>();
    private final Map<Expr, Integer> asked = new IdentityHashMap<>();
    private final Map<String, Expr> named = new LinkedHashMap<>();

    LayerResults() {}

    /** The further results so far, by place and name: {@code lstm_1/state_h}. */
    public Map<String, Expr> named() {
        return Collections.unmodifiableMap(named);
    }

    /** The mask of an expression; null for none. */
    public @Nullable Expr mask(Expr x) {
        return masks.getOrDefault(x, Optional.empty()).orElse(null);
    }

    /** The mask of an expression, for a technique that asks. */
    @Nullable
    Expr ask(Expr x) {
        asked.merge(x, 1, Integer::sum);
        return mask(x);
    }

    /** How often techniques have asked for the mask of an expression. */
    public int asked(Expr x) {
        return asked.getOrDefault(x, 0);
    }

    /**
     * Lets the result of a layer have the masks of its inputs, unless the layer has said which it has: where there are as many axes and
     * steps.
     */
    public void pass(List<Expr> inputs, Expr result) {
        List<Expr> given = inputs.stream().map(this::mask).filter(Objects::nonNull).collect(Collectors.toList());
        boolean passes = !masks.containsKey(result) && !given.isEmpty() && given.size() == inputs.size()
                && inputs.stream().allMatch(x -> x.shape().rank() == result.shape().rank())
                && given.stream().allMatch(mask -> fits(mask, result));
        if (passes) {
            masks.put(result, given.stream().reduce((a, b) -> a == b ? a : a.or(b)));
        }
    }

    /** Lets what is made of an expression, step by step, have its mask. */
    public void pass(Expr from, Expr result) {
        if (mask(from) != null && !masks.containsKey(result)) {
            masks.put(result, Optional.ofNullable(mask(from)));
        }
    }

    void mask(Expr result, @Nullable Expr mask, String place) {
        if (mask != null && (mask.type() != Type.BOOL || mask.shape().rank() != 2 || !fits(mask, result))) {
            throw new DeclarationException("'" + place + "' gave " + mask + " as the mask of " + result
                    + ", where bool [rows, steps] was expected");
        }
        Expr known = mask(result);
        // A layer that gives back what it was given has changed no step.
        if (known != null && mask != null && known != mask) {
            throw new DeclarationException("'" + place + "' gave " + result + " another mask than it has");
        } else if (known == null) {
            masks.put(result, Optional.ofNullable(mask));
        }
    }

    void name(String path, Expr value) {
        if (value.type() != Type.REAL || value.shape().rowsAxis() != 0) {
            throw new DeclarationException("'" + path + "' is " + value + ", where [rows, …] of reals was expected");
        } else if (named.putIfAbsent(path, value) != null) {
            throw new DeclarationException("the result '" + path + "' is named twice");
        }
    }

    private static boolean fits(Expr mask, Expr result) {
        Shape shape = result.shape();
        return shape.rank() >= 2 && shape.rowsAxis() == 0 && shape.extent(1) == mask.shape().extent(1);
    }
}
