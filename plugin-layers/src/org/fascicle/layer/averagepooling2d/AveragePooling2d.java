package org.fascicle.layer.averagepooling2d;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sumPool;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Window;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Takes the mean under a window that slides over an image, in each channel: from {@code [rows, height, width, channels]} to
 * {@code [rows, height', width', channels]}. The strides are the window's extents where they are not given. With the padding
 * {@code same} the window may stand over the edge; the mean is that of the cells inside the image, as in Keras.
 */
@Technique(value = "average_pooling_2d",
        description = "Takes the mean under a sliding window of an image, in each channel.",
        formula = "y[i, j, c] = mean over a, b of x[s i + a, s j + b, c]",
        source = "LeCun et al., 1989, doi:10.1162/neco.1989.1.4.541; Keras AveragePooling2D")
public record AveragePooling2d(
        @Default("2,2") @Range("[1,inf)") List<Integer> poolSize,
        @Default("null") @Range("[1,inf)") List<Integer> strides,
        @Default("valid") Padding padding) implements Layer {
    /** What lies around the image. */
    public enum Padding { VALID, SAME }

    public AveragePooling2d {
        poolSize = pair("pool_size", poolSize);
        strides = strides == null ? poolSize : pair("strides", strides);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 4, "average_pooling_2d takes images [rows, height, width, channels], not " + x.shape());
        Window inside = Window.of(poolSize).strides(strides);
        Window window = padding == Padding.SAME ? inside.same(x.shape()) : inside;
        Expr sum = sumPool(x, window);
        if (!window.isPadded()) {
            return sum.div(window.size());
        }
        Expr one = full(x.shape().with(0, 1), 1);
        return sum.div(sumPool(one, window));
    }

    private static List<Integer> pair(String option, List<Integer> numbers) {
        require(numbers.size() == 1 || numbers.size() == 2, option + " is two numbers, or one for both, not " + numbers);
        return List.copyOf(numbers);
    }
}
