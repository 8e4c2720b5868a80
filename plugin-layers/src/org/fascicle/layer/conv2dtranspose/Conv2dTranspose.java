package org.fascicle.layer.conv2dtranspose;

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
 * Transposed convolution, often called deconvolution: each cell of the image times the kernel, added up at the places that a
 * convolution would have read. From {@code [rows, height, width, channels]} to {@code [rows, height', width', filters]},
 * with the parameters {@code kernel [kernel height, kernel width, filters, channels]} and {@code bias [filters]}. With k the
 * kernel's extent as dilated and s the stride, n cells become (n − 1) s + k with the padding {@code valid} (but at least
 * n s), n s with {@code same}; with an {@code outputPadding} p below the strides (n − 1) s + k + p and
 * (n − 1) s + k mod 2 + p. The penalty on its output is divided by the number of rows, as in Keras.
 */
@Technique(value = "conv2d_transpose", aliases = {"Conv2DTranspose", "Convolution2DTranspose"},
        description = "Transposed convolution: the shapes of a convolution the other way, so that images grow.",
        formula = "y[u, v, f] = activation(sum over i, j, c and a, b with s i + d a - p = u, s j + d b - p = v of x[i, j, c]"
                + " kernel[a, b, f, c] + bias[f])",
        source = "Zeiler, Krishnan, Taylor and Fergus, 2010, doi:10.1109/CVPR.2010.5539957; Dumoulin and Visin, 2016, "
                + "arXiv:1603.07285")
public record Conv2dTranspose(
        @Range("[1,inf)") int filters,
        @Range("[1,inf)") List<Integer> kernelSize,
        @Default("1,1") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("null") @Range("[0,inf)") @Nullable List<Integer> outputPadding,
        @Default("channels_last") DataFormat dataFormat,
        @Default("1,1") @Range("[1,inf)") List<Integer> dilationRate,
        @Default("null") @Nullable Activation activation,
        @Default("true") boolean useBias,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer kernelRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint kernelConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {

    public Conv2dTranspose {
        kernelSize = Checks.pair("kernel_size", kernelSize);
        strides = Checks.pair("strides", strides);
        dilationRate = Checks.pair("dilation_rate", dilationRate);
        outputPadding = outputPadding == null ? null : Checks.pair("output_padding", outputPadding);
        require(outputPadding == null
                || outputPadding.get(0) < strides.get(0) && outputPadding.get(1) < strides.get(1),
                "output_padding must be below strides: " + outputPadding + ", " + strides);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Shape image = Checks.image("conv2d_transpose", x).shape();
        Shape shape = Shape.of(kernelSize.get(0), kernelSize.get(1), filters, image.extent(-1));
        Expr kernel = scope.parameter("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        Window window = Window.of(kernelSize).strides(strides).dilations(dilationRate);
        Expr z = Convolution.transposed(x, kernel, window, extent(image, 0), extent(image, 1));
        if (useBias) {
            z = z.add(scope.parameter("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
        }
        return Layer.activated(z, activation, activityRegularizer, scope);
    }

    private int extent(Shape image, int axis) {
        int stride = strides.get(axis);
        int reach = (kernelSize.get(axis) - 1) * dilationRate.get(axis) + 1;
        int more = padding == Padding.SAME
                ? outputPadding == null ? stride : reach % 2 + outputPadding.get(axis)
                : outputPadding == null ? Math.max(reach, stride) : reach + outputPadding.get(axis);
        return (image.extent(axis + 1) - 1) * stride + more;
    }
}
