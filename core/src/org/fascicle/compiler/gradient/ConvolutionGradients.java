package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.sumPool;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Window;

/**
 * The gradients of convolutions and pooling. A convolution and its two gradients are the derivatives of one form, linear in
 * image, kernel and result each; so each of the three has the other two as its gradients.
 */
final class ConvolutionGradients {
    private ConvolutionGradients() {}

    static void register(Map<Primitive, GradientRule> rules) {
        rules.put(Primitives.CONV, ConvolutionGradients::conv);
        rules.put(Primitives.CONV_GRAD_INPUT, ConvolutionGradients::image);
        rules.put(Primitives.CONV_GRAD_KERNEL, ConvolutionGradients::kernel);
        rules.put(Primitives.MAX_POOL,
                b -> b.give(0, Primitives.MAX_POOL_GRAD.apply(List.of(b.x(0), b.whole()), b.attributes())));
        rules.put(Primitives.MAX_POOL_GRAD, ConvolutionGradients::refuse);
        rules.put(Primitives.SUM_POOL, b -> b.give(0, Primitives.SUM_POOL_GRAD.apply(
                List.of(b.whole()), b.attributes().with("shape", b.x(0).shape()))));
        rules.put(Primitives.SUM_POOL_GRAD, b -> b.give(0, sumPool(b.whole(), window(b))));
    }

    private static void conv(Backward b) {
        if (b.wants(0)) {
            b.give(0, imageGradient(b.whole(), b.x(1), b.x(0), b));
        }
        if (b.wants(1)) {
            b.give(1, kernelGradient(b.x(0), b.whole(), b.x(1), b));
        }
    }

    private static void image(Backward b) {
        if (b.wants(0)) {
            b.give(0, conv2d(b.whole(), b.x(1), window(b)));
        }
        if (b.wants(1)) {
            b.give(1, kernelGradient(b.whole(), b.x(0), b.x(1), b));
        }
    }

    private static void kernel(Backward b) {
        if (b.wants(0)) {
            b.give(0, imageGradient(b.x(1), b.whole(), b.x(0), b));
        }
        if (b.wants(1)) {
            b.give(1, conv2d(b.x(0), b.whole(), window(b)));
        }
    }

    private static Expr imageGradient(Expr g, Expr kernel, Expr image, Backward b) {
        return Primitives.CONV_GRAD_INPUT.apply(List.of(g, kernel), attributes(b).with("shape", image.shape()));
    }

    private static Expr kernelGradient(Expr image, Expr g, Expr kernel, Backward b) {
        return Primitives.CONV_GRAD_KERNEL.apply(List.of(image, g), attributes(b).with("shape", kernel.shape()));
    }

    // Where the maxima lie does not change with the first operand, except in jumps: its gradient is 0.
    private static void refuse(Backward b) {
        if (b.wants(1)) {
            throw new IllegalArgumentException("the gradient of max_pool has no gradient of its own: second derivatives"
                    + " through maximum pooling are not offered; average pooling has them");
        }
    }

    private static Window window(Backward b) {
        return Window.of(b.attributes());
    }

    // The operation's own attributes may hold a shape, which is another's.
    private static Attributes attributes(Backward b) {
        return window(b).attributes();
    }
}
