package org.fascicle.api.layer;

import java.util.List;
import java.util.OptionalInt;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;
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
     * @param scope the layer's place; parameters and states are declared through it, and so are masks and further results
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

    /**
     * How many different things the numbers of its input stand for: they are whole numbers from 0 to one less. The platform checks them
     * on the data and on what is predicted, where an input of the network comes to the layer as it is. Empty, the default, if they may
     * be any numbers.
     */
    default OptionalInt indices() {
        return OptionalInt.empty();
    }

    /**
     * The last part of layers with weights: the activation of their sums. Its penalty is added to the loss, divided by the
     * number of rows as in Keras.
     *
     * @param z {@code [rows, …]}
     * @param activation null for z itself
     * @param penalty on the result, null for none
     * @return the activation of z
     */
    static Expr activated(Expr z, @Nullable Activation activation, Scope.@Nullable Penalty penalty, Scope scope) {
        Expr y = activation == null ? z : scope.activated(z, activation.apply(z, scope));
        if (penalty != null) {
            scope.addToLoss(penalty.penalty(y, scope).div(Expressions.count(y.shape(), 0)));
        }
        return y;
    }
}
