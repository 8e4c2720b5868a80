package org.fascicle.layer.separableconv2d;

import static org.fascicle.api.expr.Expressions.conv2d;

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
 * Separable convolution: each channel by itself, as in {@code depthwise_conv2d}, then all together at each place, from
 * {@code [rows, height, width, channels]} to {@code [rows, height', width', filters]}. Parameters:
 * {@code depthwise_kernel [kernel height, kernel width, channels, depthMultiplier]}, {@code pointwise_kernel [1, 1,
 * channels · depthMultiplier, filters]} and {@code bias [filters]}.
 */
@Technique(value = "separable_conv2d", aliases = {"SeparableConv2D", "SeparableConvolution2D"},
        description = "Depthwise convolution, then a mix of the channels at each place: most of a convolution, for less.",
        formula = "activation(depthwise_conv2d(x) pointwise_kernel + bias)",
        source = "Chollet, 2016, arXiv:1610.02357; Sifre, 2014, Rigid-motion scattering for image classification")
public record SeparableConv2d(
        @Range("[1,inf)") int filters,
        @Range("[1,inf)") List<Integer> kernelSize,
        @Default("1,1") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat,
        @Default("1,1") @Range("[1,inf)") List<Integer> dilationRate,
        @Default("1") @Range("[1,inf)") int depthMultiplier,
        @Default("null") @Nullable Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer depthwiseInitializer,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer pointwiseInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer depthwiseRegularizer,
        @Default("null") @Nullable Regularizer pointwiseRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint depthwiseConstraint,
        @Default("null") @Nullable Constraint pointwiseConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {

    public SeparableConv2d {
        kernelSize = Checks.pair("kernel_size", kernelSize);
        strides = Checks.pair("strides", strides);
        dilationRate = Checks.pair("dilation_rate", dilationRate);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Checks.image("separable_conv2d", x);
        Window window = padding.around(Window.of(kernelSize).strides(strides).dilations(dilationRate), image.shape());
        int channels = image.shape().extent(-1);
        Shape each = Shape.of(kernelSize.get(0), kernelSize.get(1), channels, depthMultiplier);
        Shape all = Shape.of(1, 1, channels * depthMultiplier, filters);
        Expr apart = Convolution.depthwise(image, scope.parameter(
                "depthwise_kernel", each, depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint), window);
        Expr z = conv2d(apart, scope.parameter(
                "pointwise_kernel", all, pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint), Window.of(1, 1));
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }
}
