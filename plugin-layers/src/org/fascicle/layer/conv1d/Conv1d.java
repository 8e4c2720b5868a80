package org.fascicle.layer.conv1d;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.Convolution;
import org.fascicle.layer.window.DataFormat;
import org.fascicle.layer.window.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Convolution along sequences: activation(x * kernel + bias), from {@code [rows, steps, channels]} to
 * {@code [rows, steps', filters]}, with the parameters {@code kernel [kernel size, channels / groups, filters]} and
 * {@code bias [filters]}. With the padding {@code valid} the kernel stays inside the sequence; with {@code same} the steps
 * are those of the input over the strides, rounded up; with {@code causal} zeros lie in front, so that no output sees a
 * later step. The penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "conv1d", aliases = {"Conv1D", "Convolution1D"},
        description = "Convolution along a sequence: each output sees a window of steps, with the same weights everywhere.",
        formula = "y[i, f] = activation(sum over a, c of x[s i + d a - p, c] kernel[a, c, f] + bias[f])",
        source = "Waibel et al., 1989, doi:10.1109/29.21701; causal: van den Oord et al., 2016, arXiv:1609.03499")
public record Conv1d(
        @Range("[1,inf)") int filters,
        @Range("[1,inf)") int kernelSize,
        @Default("1") @Range("[1,inf)") int strides,
        @Default("valid") Margin padding,
        @Default("channels_last") DataFormat dataFormat,
        @Default("1") @Range("[1,inf)") int dilationRate,
        @Default("1") @Range("[1,inf)") int groups,
        @Default("null") @Nullable Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer kernelRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint kernelConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {
    /** What lies around the sequence. */
    public enum Margin { VALID, SAME, CAUSAL }

    public Conv1d {
        require(filters % groups == 0, "filters must be a multiple of groups: " + filters + " of " + groups);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Sequences.image("conv1d", x);
        Shape shape = Shape.of(kernelSize, Convolution.channels(image, groups), filters);
        Expr kernel = scope.parameter("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr z = Sequences.sequence(Convolution.grouped(image, reshape(kernel, shape.prepend(1)), window(image), groups));
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }

    private Window window(Expr image) {
        Window inside = Window.of(1, kernelSize).strides(1, strides).dilations(1, dilationRate);
        int[] before = {0, (kernelSize - 1) * dilationRate};
        return padding == Margin.CAUSAL ? inside.padding(before, new int[2])
                : padding == Margin.SAME ? inside.same(image.shape()) : inside;
    }
}
