package org.fascicle.api.expr;

import java.util.List;
import java.util.stream.Collectors;

/** Type and shape of convolutions, of pooling, and of their gradients; refuses operands that do not fit. */
final class ConvolutionRules {
    private ConvolutionRules() {}

    static Primitive.Result conv(List<Expr> x, Attributes a) {
        requireReals(x);
        return result(convolved(x.get(0).shape(), x.get(1).shape(), Window.of(a), x));
    }

    static Primitive.Result gradInput(List<Expr> x, Attributes a) {
        requireReals(x);
        Shape image = a.shape("shape");
        Shape expected = convolved(image, x.get(1).shape(), Window.of(a), x);
        require(x.get(0).shape().equals(expected), "the gradient of a convolution over " + image + " is " + expected, x);
        return result(image);
    }

    static Primitive.Result gradKernel(List<Expr> x, Attributes a) {
        requireReals(x);
        Shape kernel = a.shape("shape");
        Shape expected = convolved(x.get(0).shape(), kernel, Window.of(a), x);
        require(x.get(1).shape().equals(expected), "the gradient of a convolution with " + kernel + " is " + expected, x);
        return result(kernel);
    }

    static Primitive.Result pool(List<Expr> x, Attributes a) {
        requireReals(x);
        return result(pooled(x.get(0).shape(), Window.of(a), x));
    }

    static Primitive.Result maxPoolGrad(List<Expr> x, Attributes a) {
        requireReals(x);
        Shape image = x.get(0).shape();
        Shape expected = pooled(image, Window.of(a), x);
        require(x.get(1).shape().equals(expected), "the gradient of pooling over " + image + " is " + expected, x);
        return result(image);
    }

    static Primitive.Result sumPoolGrad(List<Expr> x, Attributes a) {
        requireReals(x);
        Shape image = a.shape("shape");
        Shape expected = pooled(image, Window.of(a), x);
        require(x.get(0).shape().equals(expected), "the gradient of pooling over " + image + " is " + expected, x);
        return result(image);
    }

    private static Shape convolved(Shape image, Shape kernel, Window window, List<Expr> x) {
        require(kernel.rank() == 4 && !kernel.isBatched() && kernel.size() > 0,
                "a kernel is [height, width, channels in, channels out], not " + kernel, x);
        int[] extents = window.extents();
        require(kernel.extent(0) == extents[0] && kernel.extent(1) == extents[1],
                "a kernel " + kernel + " is no window of " + extents[0] + " x " + extents[1], x);
        Shape places = window.over(image);
        require(image.extent(3) == kernel.extent(2), "the channels of image and kernel differ", x);
        return places.with(3, kernel.extent(3));
    }

    // Each place of the window must cover at least one cell of the image: padding has no value of its own.
    private static Shape pooled(Shape image, Window window, List<Expr> x) {
        for (int axis = 0; axis < 2; axis++) {
            int padding = Math.max(window.low()[axis], window.high()[axis]);
            require(padding < window.extents()[axis], "padding of " + padding + " is as wide as the window", x);
            require(window.dilations()[axis] == 1, "pooling takes no dilation", x);
        }
        return window.over(image);
    }

    private static void requireReals(List<Expr> x) {
        require(x.stream().allMatch(e -> e.type() == Type.REAL), "needs real operands", x);
    }

    private static Primitive.Result result(Shape shape) {
        return new Primitive.Result(Type.REAL, shape);
    }

    private static void require(boolean holds, String problem, List<Expr> x) {
        if (!holds) {
            throw new ShapeException(problem + ": " + x.stream()
                    .map(e -> e.type() + " " + e.shape()).collect(Collectors.joining(", ")));
        }
    }
}
