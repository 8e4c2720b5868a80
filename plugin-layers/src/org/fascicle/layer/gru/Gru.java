package org.fascicle.layer.gru;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.Arrays;
import java.util.List;

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
 * <p>A second input, {@code [rows, units]}, is what h begins with. With {@code return_state} there are further results:
 * the last output, {@code state_h}. A step that a mask leaves out changes nothing, and has the output of the step before.
 *
 * <p>In training, features of the sequence are dropped with the probability {@code dropout}, and units of h with
 * {@code recurrent_dropout}; the same ones in all steps. With {@code recurrent_dropout}, each gate draws for itself. What is kept of the
 * step before is not dropped. The penalty on its output is divided by the number of rows, as in Keras.
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
        @Default("false") boolean returnState,
        @Default("false") boolean goBackwards,
        @Default("true") boolean resetAfter) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> given, Scope scope) {
        Expr x = given.get(0);
        int features = Recurrence.features("gru", x);
        int gates = Math.multiplyExact(3, units);
        Expr kernel =
                scope.parameter("kernel", Shape.of(features, gates), kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr recurrent = scope.parameter("recurrent_kernel", Shape.of(units, gates), recurrentInitializer, recurrentRegularizer,
                recurrentConstraint);
        Expr bias = useBias ? scope.parameter("bias", resetAfter ? Shape.of(2, gates) : Shape.of(gates), biasInitializer,
                biasRegularizer, biasConstraint) : null;
        Expr inputBias = bias != null && resetAfter ? line(bias, 0) : bias;
        Expr recurrentBias = bias != null && resetAfter ? line(bias, 1) : null;
        Expr[] inputs = Recurrence.dropped(x, dropout, 3, Recurrence.drops(recurrentDropout), scope);
        for (int gate = 0; gate < inputs.length; gate++) {
            inputs[gate] = Recurrence.projected(inputs[gate], kernel, inputBias, gate, units);
        }
        Expr[] initial = Recurrence.initial("gru", given, units, 1);
        Expr mask = scope.mask(x);
        List<Expr> dropped = Recurrence.masks(initial[0].shape(), recurrentDropout, 3, scope);
        Scan loop = Recurrence.loop(inputs, mask, initial, goBackwards, step -> {
            Expr[] seen = new Expr[3];
            Arrays.setAll(seen, gate -> Recurrence.masked(step.carry(0), dropped, gate));
            Expr update = recurrentActivation.apply(step.slice(0).add(product(seen[0], recurrent, recurrentBias, 0)), scope);
            Expr reset = recurrentActivation.apply(step.slice(1).add(product(seen[1], recurrent, recurrentBias, 1)), scope);
            Expr past = resetAfter ? reset.mul(product(seen[2], recurrent, recurrentBias, 2))
                    : product(reset.mul(seen[2]), recurrent, null, 2);
            Expr candidate = activation.apply(step.slice(2).add(past), scope);
            Expr h = update.mul(step.carry(0)).add(update.neg().add(1).mul(candidate));
            return new Expr[] {h};
        });
        String[] states = returnState ? new String[] {"state_h"} : new String[0];
        return Layer.activated(Recurrence.outcome(loop, returnSequences, mask, scope, states), null, activityRegularizer, scope);
    }

    private Expr product(Expr h, Expr recurrent, @Nullable Expr bias, int gate) {
        Expr product = matmul(h, Recurrence.gate(recurrent, gate, units));
        return bias == null ? product : product.add(Recurrence.gate(bias, gate, units));
    }

    private static Expr line(Expr bias, int number) {
        return reshape(slice(bias, 0, number, number + 1), Shape.of(bias.shape().extent(1)));
    }
}
