package org.fascicle.layer.lstm;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.matmul;

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
 * Long short-term memory: beside its output h a unit carries a state c, and gates say what of it is kept (f), what comes to it (i) and
 * what of it is given (o). From {@code [rows, steps, features]} to the last step's output {@code [rows, units]}, or to all of them,
 * {@code [rows, steps, units]}, with the parameters {@code kernel [features, 4 units]}, {@code recurrent_kernel [units, 4 units]} and
 * {@code bias [4 units]}, of i, f, c and o in this order. With {@code unit_forget_bias} the bias of f begins with 1. Backwards, steps
 * are read from the last one on, and outputs are in this order.
 *
 * <p>A second input, {@code [rows, units]}, and a third, is what h and c begin with. With {@code return_state} there are further results:
 * the last h and c, {@code state_h} and {@code state_c}. A step that a mask leaves out changes nothing, and has the output of the step before.
 *
 * <p>In training, features of the sequence are dropped with the probability {@code dropout}, and units of h with
 * {@code recurrent_dropout}; the same ones in all steps. With {@code recurrent_dropout}, each gate draws for itself. The penalty on
 * its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "lstm", aliases = "LSTM",
        description = "Long short-term memory: a recurrent layer whose gates keep a state over many steps.",
        formula = "i, f, o = recurrent_activation(z_i, z_f, z_o), c_t = f c_(t-1) + i activation(z_c), h_t = o activation(c_t),"
                + " z = x_t kernel + h_(t-1) recurrent_kernel + bias",
        source = "Hochreiter and Schmidhuber, 1997, doi:10.1162/neco.1997.9.8.1735; Gers, Schmidhuber and Cummins, 2000,"
                + " doi:10.1162/089976600300015015; dropout: Gal and Ghahramani, 2016, arXiv:1512.05287")
public record Lstm(
        @Range("[1,inf)") int units,
        @DefaultTechnique(kind = "activation", value = "tanh") Activation activation,
        @DefaultTechnique(kind = "activation", value = "sigmoid") Activation recurrentActivation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "orthogonal") Initializer recurrentInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("true") boolean unitForgetBias,
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
        @Default("false") boolean goBackwards) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> given, Scope scope) {
        Expr x = given.get(0);
        int features = Recurrence.features("lstm", x);
        int gates = Math.multiplyExact(4, units);
        Expr kernel =
                scope.parameter("kernel", Shape.of(features, gates), kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr recurrent = scope.parameter("recurrent_kernel", Shape.of(units, gates), recurrentInitializer, recurrentRegularizer,
                recurrentConstraint);
        Expr bias = useBias ? scope.parameter("bias", Shape.of(gates), this::firstBias, biasRegularizer, biasConstraint) : null;
        Expr[] inputs = Recurrence.dropped(x, dropout, 4, Recurrence.drops(recurrentDropout), scope);
        Expr[] kernels = new Expr[4];
        for (int gate = 0; gate < inputs.length; gate++) {
            inputs[gate] = Recurrence.projected(inputs[gate], kernel, bias, gate, units);
            kernels[gate] = Recurrence.gate(recurrent, gate, units);
        }
        Expr[] initial = Recurrence.initial("lstm", given, units, 2);
        Expr mask = scope.mask(x);
        List<Expr> dropped = Recurrence.masks(initial[0].shape(), recurrentDropout, 4, scope);
        Scan loop = Recurrence.loop(inputs, mask, initial, goBackwards, step -> {
            Expr[] z = new Expr[4];
            Arrays.setAll(z, gate -> step.slice(gate)
                    .add(matmul(Recurrence.masked(step.carry(0), dropped, gate), kernels[gate])));
            Expr input = recurrentActivation.apply(z[0], scope);
            Expr forget = recurrentActivation.apply(z[1], scope);
            Expr state = forget.mul(step.carry(1)).add(input.mul(activation.apply(z[2], scope)));
            Expr h = recurrentActivation.apply(z[3], scope).mul(activation.apply(state, scope));
            return new Expr[] {h, state};
        });
        String[] states = returnState ? new String[] {"state_h", "state_c"} : new String[0];
        return Layer.activated(Recurrence.outcome(loop, returnSequences, mask, scope, states), null, activityRegularizer, scope);
    }

    private Expr firstBias(Shape shape, Scope scope) {
        if (!unitForgetBias) {
            return biasInitializer.initialize(shape, scope);
        }
        return concat(List.of(biasInitializer.initialize(Shape.of(units), scope), full(Shape.of(units), 1),
                biasInitializer.initialize(Shape.of(2 * units), scope)), 0);
    }
}
