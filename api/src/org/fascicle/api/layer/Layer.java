package org.fascicle.api.layer;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A layer. Implemented by immutable records annotated with {@code @Technique}. The options {@code name}, {@code trainable},
 * {@code inputs} and {@code from} belong to every layer and to the platform; a layer does not declare them.
 */
@ConsumerType
@FunctionalInterface
public interface Layer {
    /**
     * The layer's output for one input.
     *
     * @param x {@code [rows, …]}
     * @param scope the layer's place; parameters and states are declared through it
     * @return {@code [rows, …]}
     * @throws IllegalArgumentException if the layer cannot take this shape; the message says which it takes
     */
    Expr apply(Expr x, Scope scope);

    /**
     * The layer's output for several inputs. Layers that merge override it; the default takes exactly one.
     *
     * @param inputs each {@code [rows, …]}, in the order of the model file
     */
    default Expr apply(List<Expr> inputs, Scope scope) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("takes one input, not " + inputs.size());
        }
        return apply(inputs.get(0), scope);
    }
}
