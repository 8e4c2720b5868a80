package org.fascicle.layer.simplernn;

import static org.fascicle.api.expr.Expressions.matmul;

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
 * Recurrent layer: the output of each step is activation(x_t · kernel + h · recurrent_kernel + bias), where h is that of the step
 * before, and 0 before the first. From {@code [rows, steps, features]} to the last step's output {@code [rows, units]}, or to all of
 * them, {@code [rows, steps, units]}, with the parameters {@code kernel [features, units]}, {@code recurrent_kernel [units, units]} and
 * {@code bias [units]}. Backwards, steps are read from the last one on, and outputs are in this order.
 *
 * <p>A second input, {@code [rows, units]}, is what h begins with. With {@code return_state} there are further results:
 * the last output, {@code state_h}. A step that a mask leaves out changes nothing, and has the output of the step before.
 *
 * <p>In training, features of the sequence are dropped with the probability {@code dropout}, and units of h with
 * {@code recurrent_dropout}; the same ones in all steps. The penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "simple_rnn", aliases = "SimpleRNN",
        description = "Recurrent layer: each step sees its input and what the step before it gave.",
        formula = "h_t = activation(x_t kernel + h_(t-1) recurrent_kernel + bias)",
        source = "Elman, 1990, doi:10.1207/s15516709cog1402_1; dropout: Gal and Ghahramani, 2016, arXiv:1512.05287")
public record SimpleRnn(
        @Range("[1,inf)") int units,
        @DefaultTechnique(kind = "activation", value = "tanh") Activation activation,
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
        @Default("false") boolean goBackwards) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> given, Scope scope) {
        Expr x = given.get(0);
        int features = Recurrence.features("simple_rnn", x);
        Expr kernel =
                scope.parameter("kernel", Shape.of(features, units), kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr recurrent = scope.parameter("recurrent_kernel", Shape.of(units, units), recurrentInitializer, recurrentRegularizer,
                recurrentConstraint);
        Expr projected = Recurrence.projected(Recurrence.dropped(x, dropout, 1, false, scope)[0], kernel);
        if (useBias) {
            projected = projected.add(scope.parameter("bias", Shape.of(units), biasInitializer, biasRegularizer, biasConstraint));
        }
        Expr[] initial = Recurrence.initial("simple_rnn", given, units, 1);
        Expr mask = scope.mask(x);
        List<Expr> dropped = Recurrence.masks(initial[0].shape(), recurrentDropout, 1, scope);
        Scan loop = Recurrence.loop(new Expr[] {projected}, mask, initial, goBackwards, step -> {
            Expr h = activation.apply(step.slice(0).add(matmul(Recurrence.masked(step.carry(0), dropped, 0), recurrent)), scope);
            return new Expr[] {h};
        });
        String[] states = returnState ? new String[] {"state_h"} : new String[0];
        return Layer.activated(Recurrence.outcome(loop, returnSequences, mask, scope, states), null, activityRegularizer, scope);
    }
}
