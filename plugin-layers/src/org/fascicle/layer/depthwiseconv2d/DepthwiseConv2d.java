package org.fascicle.layer.depthwiseconv2d;

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
 * Depthwise convolution: each channel of an image {@code [rows, height, width, channels]} is convolved by itself, with
 * {@code depthMultiplier} filters, to {@code [rows, height', width', channels · depthMultiplier]}, the filters of one
 * channel side by side. Parameters: {@code kernel [kernel height, kernel width, channels, depthMultiplier]} and
 * {@code bias [channels · depthMultiplier]}. Padding, strides and the penalty on its output as in {@code conv2d}.
 *
 * <p>Initializers that look at the fan-in, as {@code he_normal} does, count it as Keras counts that of any kernel: kernel
 * height · width · channels, though each output is summed over one channel alone. For the variance that He et al. derive,
 * give them {@code input_axes} {@code [0, 1]} and {@code output_axes} {@code [0, 1, 3]}.
 */
@Technique(value = "depthwise_conv2d", aliases = "DepthwiseConv2D",
        description = "Convolution of each channel by itself, a cheap part of a convolution.",
        formula = "y[i, j, m c + k] = activation(sum over a, b of x[s i + d a - p, s j + d b - p, c] kernel[a, b, c, k]"
                + " + bias[m c + k]), m = depth_multiplier",
        source = "Sifre, 2014, Rigid-motion scattering for image classification; Howard et al., 2017, arXiv:1704.04861")
public record DepthwiseConv2d(
        @Range("[1,inf)") List<Integer> kernelSize,
        @Default("1,1") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("1") @Range("[1,inf)") int depthMultiplier,
        @Default("channels_last") DataFormat dataFormat,
        @Default("1,1") @Range("[1,inf)") List<Integer> dilationRate,
        @Default("null") @Nullable Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer depthwiseInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer depthwiseRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint depthwiseConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {

    public DepthwiseConv2d {
        kernelSize = Checks.pair("kernel_size", kernelSize);
        strides = Checks.pair("strides", strides);
        dilationRate = Checks.pair("dilation_rate", dilationRate);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Checks.image("depthwise_conv2d", x);
        Window window = padding.around(Window.of(kernelSize).strides(strides).dilations(dilationRate), image.shape());
        Shape shape = Shape.of(kernelSize.get(0), kernelSize.get(1), image.shape().extent(-1), depthMultiplier);
        Expr kernel = scope.parameter("kernel", shape, depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint);
        Expr z = Convolution.depthwise(image, kernel, window);
        if (useBias) {
            Shape each = Shape.of(z.shape().extent(-1));
            z = z.add(scope.parameter("bias", each, biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }
}
