package org.fascicle.layer.lstm;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.slice;

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
 * <p>In training, features of the sequence are dropped with the probability {@code dropout}, and units of h with
 * {@code recurrent_dropout}; the same ones in all steps. The penalty on its output is divided by the number of rows, as in Keras.
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
        @Default("false") boolean goBackwards) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        int features = Recurrence.features("lstm", x);
        int gates = Math.multiplyExact(4, units);
        Expr kernel =
                scope.parameter("kernel", Shape.of(features, gates), kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr recurrent = scope.parameter("recurrent_kernel", Shape.of(units, gates), recurrentInitializer, recurrentRegularizer,
                recurrentConstraint);
        Expr projected = Recurrence.projected(Recurrence.dropped(x, dropout, scope), kernel);
        if (useBias) {
            projected = projected.add(scope.parameter("bias", Shape.of(gates), this::firstBias, biasRegularizer, biasConstraint));
        }
        Expr zeros = Recurrence.zeros(x, units);
        Expr mask = Recurrence.mask(zeros.shape(), recurrentDropout, scope);
        Scan loop = Scan.over(projected).backwards(goBackwards).from(zeros, zeros).run(step -> {
            Expr z = step.slice(0).add(matmul(Recurrence.masked(step.carry(0), mask), recurrent));
            Expr input = recurrentActivation.apply(gate(z, 0), scope);
            Expr forget = recurrentActivation.apply(gate(z, 1), scope);
            Expr state = forget.mul(step.carry(1)).add(input.mul(activation.apply(gate(z, 2), scope)));
            Expr h = recurrentActivation.apply(gate(z, 3), scope).mul(activation.apply(state, scope));
            return step.next(h, state).giving(h);
        });
        return Layer.activated(Recurrence.outcome(loop, returnSequences), null, activityRegularizer, scope);
    }

    private Expr gate(Expr z, int number) {
        return slice(z, -1, number * units, (number + 1) * units);
    }

    private Expr firstBias(Shape shape, Scope scope) {
        if (!unitForgetBias) {
            return biasInitializer.initialize(shape, scope);
        }
        return concat(List.of(biasInitializer.initialize(Shape.of(units), scope), full(Shape.of(units), 1),
                biasInitializer.initialize(Shape.of(2 * units), scope)), 0);
    }
}
