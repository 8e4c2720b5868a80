package org.fascicle.layer.dense;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Densely connected layer: activation(x · kernel + bias) along the last axis, from {@code [rows, …, n]} to
 * {@code [rows, …, units]}, with the parameters {@code kernel [n, units]} and {@code bias [units]}. The penalty on its
 * output is divided by the number of rows, as in Keras.
 */
@Technique(value = "dense", aliases = "Dense",
        description = "Densely connected layer: each unit is fed by every input.",
        formula = "activation(x kernel + bias)",
        source = "Rosenblatt, 1958, doi:10.1037/h0042519; Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0")
public record Dense(
        @Range("[1,inf)") int units,
        @Default("null") @Nullable Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer kernelRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint kernelConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 2, "dense needs an axis of features behind the rows, not " + x.shape());
        Shape shape = Shape.of(x.shape().extent(-1), units);
        Expr kernel = scope.parameter("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr z = x.shape().rank() == 2 ? matmul(x, kernel) : product(x, kernel);
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(units), biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }

    // The rows must stay an axis of their own, so each row multiplies its own [positions, n] by the kernel.
    private Expr product(Expr x, Expr kernel) {
        int rows = x.shape().extent(0);
        int inputs = x.shape().extent(-1);
        int positions = Math.toIntExact(x.shape().withoutFirst().drop(-1).size());
        Expr stacked = reshape(x, Shape.of(rows, positions, inputs));
        Expr repeated = broadcast(kernel, Shape.of(rows, inputs, units));
        return reshape(matmul(stacked, repeated), x.shape().with(-1, units));
    }
}
