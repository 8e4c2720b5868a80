package org.fascicle.layer.conv2d;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

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
import org.fascicle.layer.window.Checks;
import org.fascicle.layer.window.Convolution;
import org.fascicle.layer.window.DataFormat;
import org.fascicle.layer.window.Padding;
import org.jspecify.annotations.Nullable;

/**
 * Convolution layer: activation(x * kernel + bias), where * slides the kernel over an image without flipping it. From
 * {@code [rows, height, width, channels]} to {@code [rows, height', width', filters]}, with the parameters
 * {@code kernel [kernel height, kernel width, channels / groups, filters]} and {@code bias [filters]}. With the padding
 * {@code valid} the kernel stays inside the image; with {@code same} the result's extents are the image's over the strides,
 * rounded up, zeros lying around the image. With {@code groups} each filter sees the channels of its own group. The
 * penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "conv2d", aliases = {"Conv2D", "Convolution2D"},
        description = "Convolution layer: each output sees a window of an image, with the same weights at every place.",
        formula = "y[i, j, f] = activation(sum over a, b, c of x[s i + d a - p, s j + d b - p, c] kernel[a, b, c, f]"
                + " + bias[f])",
        source = "LeCun et al., 1989, doi:10.1162/neco.1989.1.4.541; Fukushima, 1980, doi:10.1007/BF00344251")
public record Conv2d(
        @Range("[1,inf)") int filters,
        @Range("[1,inf)") List<Integer> kernelSize,
        @Default("1,1") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat,
        @Default("1,1") @Range("[1,inf)") List<Integer> dilationRate,
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

    public Conv2d {
        require(filters % groups == 0, "filters must be a multiple of groups: " + filters + " of " + groups);
        kernelSize = Checks.pair("kernel_size", kernelSize);
        strides = Checks.pair("strides", strides);
        dilationRate = Checks.pair("dilation_rate", dilationRate);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Checks.image("conv2d", x);
        Window window = padding.around(Window.of(kernelSize).strides(strides).dilations(dilationRate), image.shape());
        Shape shape = Shape.of(kernelSize.get(0), kernelSize.get(1), Convolution.channels(image, groups), filters);
        Expr kernel = scope.parameter("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr z = Convolution.grouped(image, kernel, window, groups);
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }
}
