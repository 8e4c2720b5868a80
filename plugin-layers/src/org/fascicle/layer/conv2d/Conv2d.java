package org.fascicle.layer.conv2d;

import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.count;
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

/**
 * Convolution layer: activation(x * kernel + bias), where * slides the kernel over an image without turning it round. From
 * {@code [rows, height, width, channels]} to {@code [rows, height', width', filters]}, with the parameters
 * {@code kernel [kernel height, kernel width, channels, filters]} and {@code bias [filters]}. With the padding
 * {@code valid} the kernel stays inside the image; with {@code same} the result's extents are the image's over the strides,
 * rounded up, zeros lying around the image. The penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "conv2d",
        description = "Convolution layer: each output sees a window of an image, with the same weights at every place.",
        formula = "y[i, j, f] = activation(sum over a, b, c of x[s i + d a - p, s j + d b - p, c] kernel[a, b, c, f]"
                + " + bias[f])",
        source = "LeCun et al., 1989, doi:10.1162/neco.1989.1.4.541; Fukushima, 1980, doi:10.1007/BF00344251")
public record Conv2d(
        @Range("[1,inf)") int filters,
        @Range("[1,inf)") List<Integer> kernelSize,
        @Default("1,1") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("1,1") @Range("[1,inf)") List<Integer> dilationRate,
        @Default("null") Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") Regularizer kernelRegularizer,
        @Default("null") Regularizer biasRegularizer,
        @Default("null") Regularizer activityRegularizer,
        @Default("null") Constraint kernelConstraint,
        @Default("null") Constraint biasConstraint) implements Layer {
    /** What lies around the image. */
    public enum Padding { VALID, SAME }

    public Conv2d {
        kernelSize = pair("kernel_size", kernelSize);
        strides = pair("strides", strides);
        dilationRate = pair("dilation_rate", dilationRate);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 4, "conv2d takes images [rows, height, width, channels], not " + x.shape()
                + "; the layer reshape adds an axis, as with \"target_shape\": [28, 28, 1]");
        Window inside = Window.of(kernelSize).strides(strides).dilations(dilationRate);
        Window window = padding == Padding.SAME ? inside.same(x.shape()) : inside;
        int[] extents = window.extents();
        Shape shape = Shape.of(extents[0], extents[1], x.shape().extent(-1), filters);
        Expr z = conv2d(x, scope.parameter("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint), window);
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
        }
        Expr y = activation == null ? z : activation.apply(z, scope);
        if (activityRegularizer != null) {
            scope.addToLoss(activityRegularizer.penalty(y, scope).div(count(y.shape(), 0)));
        }
        return y;
    }

    private static List<Integer> pair(String option, List<Integer> numbers) {
        require(numbers.size() == 1 || numbers.size() == 2, option + " is two numbers, or one for both, not " + numbers);
        return List.copyOf(numbers);
    }
}
