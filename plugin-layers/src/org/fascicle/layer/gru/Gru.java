package org.fascicle.layer.gru;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.recurrent.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent unit: gates say what of the output of the step before is kept (z) and what of it the next candidate sees (r). From
 * {@code [rows, steps, features]} to the last step's output {@code [rows, units]}, or to all of them, {@code [rows, steps, units]}, with
 * the parameters {@code kernel [features, 3 units]}, {@code recurrent_kernel [units, 3 units]} and {@code bias}, of z, r and the candidate
 * in this order. With {@code reset_after} the gate r is applied behind the product with the recurrent kernel, and the bias is
 * {@code [2, 3 units]}: that of the input, then that of the recurrence; else it is applied before, and the bias is {@code [3 units]}.
 * Backwards, steps are read from the last one on, and outputs are in this order.
 *
 * <p>In training, features of the sequence are dropped with the probability {@code dropout}, and units of h with
 * {@code recurrent_dropout}; the same ones in all steps. The penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "gru", aliases = "GRU",
        description = "Gated recurrent unit: a recurrent layer with two gates and no state beside its output.",
        formula = "z, r = recurrent_activation(a_z, a_r), h_t = z h_(t-1) + (1 - z) activation(x_t kernel + r (h_(t-1) recurrent_kernel"
                + " + b)), a = x_t kernel + h_(t-1) recurrent_kernel + bias",
        source = "Cho et al., 2014, arXiv:1406.1078; reset_after: Keras; dropout: Gal and Ghahramani, 2016, arXiv:1512.05287")
public record Gru(
        @Range("[1,inf)") int units,
        @DefaultTechnique(kind = "activation", value = "tanh") Activation activation,
        @DefaultTechnique(kind = "activation", value = "sigmoid") Activation recurrentActivation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "orthogonal") Initializer recurrentInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer kernelRegularizer,
        @Default("null") @Nullable Regularizer recurrentRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint kernelConstraint,
        @Default("null") @Nullable Constraint recurrentConstraint,
        @Default("null") @Nullable Constraint biasConstraint,
        @Default("0.0") @Range("[0,1)") Scheduled dropout,
        @Default("0.0") @Range("[0,1)") Scheduled recurrentDropout,
        @Default("false") boolean returnSequences,
        @Default("false") boolean goBackwards,
        @Default("true") boolean resetAfter) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        int features = Recurrence.features("gru", x);
        int gates = Math.multiplyExact(3, units);
        Expr kernel =
                scope.parameter("kernel", Shape.of(features, gates), kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr recurrent = scope.parameter("recurrent_kernel", Shape.of(units, gates), recurrentInitializer, recurrentRegularizer,
                recurrentConstraint);
        Expr projected = Recurrence.projected(Recurrence.dropped(x, dropout, scope), kernel);
        Expr bias = useBias ? scope.parameter("bias", resetAfter ? Shape.of(2, gates) : Shape.of(gates), biasInitializer,
                biasRegularizer, biasConstraint) : null;
        if (bias != null) {
            projected = projected.add(resetAfter ? line(bias, 0) : bias);
        }
        Expr recurrentBias = bias == null || !resetAfter ? null : line(bias, 1);
        Expr zeros = Recurrence.zeros(x, units);
        Expr mask = Recurrence.mask(zeros.shape(), recurrentDropout, scope);
        Scan loop = Scan.over(projected).backwards(goBackwards).from(zeros).run(step -> {
            Expr before = Recurrence.masked(step.carry(0), mask);
            Expr h = resetAfter ? resetBehind(step.slice(0), before, recurrent, recurrentBias, scope)
                    : resetBefore(step.slice(0), before, recurrent, scope);
            return step.next(h).giving(h);
        });
        return Layer.activated(Recurrence.outcome(loop, returnSequences), null, activityRegularizer, scope);
    }

    private Expr resetBehind(Expr x, Expr before, Expr recurrent, @Nullable Expr bias, Scope scope) {
        Expr product = matmul(before, recurrent);
        Expr inner = bias == null ? product : product.add(bias);
        Expr update = recurrentActivation.apply(gate(x, 0).add(gate(inner, 0)), scope);
        Expr reset = recurrentActivation.apply(gate(x, 1).add(gate(inner, 1)), scope);
        return mixed(update, before, activation.apply(gate(x, 2).add(reset.mul(gate(inner, 2))), scope));
    }

    private Expr resetBefore(Expr x, Expr before, Expr recurrent, Scope scope) {
        Expr inner = matmul(before, slice(recurrent, 1, 0, 2 * units));
        Expr update = recurrentActivation.apply(gate(x, 0).add(gate(inner, 0)), scope);
        Expr reset = recurrentActivation.apply(gate(x, 1).add(gate(inner, 1)), scope);
        Expr seen = matmul(reset.mul(before), gate(recurrent, 2));
        return mixed(update, before, activation.apply(gate(x, 2).add(seen), scope));
    }

    private static Expr mixed(Expr update, Expr before, Expr candidate) {
        return update.mul(before).add(update.neg().add(1).mul(candidate));
    }

    private Expr gate(Expr x, int number) {
        return slice(x, -1, number * units, (number + 1) * units);
    }

    private static Expr line(Expr bias, int number) {
        return reshape(slice(bias, 0, number, number + 1), Shape.of(bias.shape().extent(1)));
    }
}
