package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.List;
import java.util.Random;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Window;
import org.junit.jupiter.api.Test;

/** Convolutions, pooling and their gradients against the reference, on drawn shapes. */
public abstract class WindowContract extends BackendContract {
    private static final int DRAWS = 60;

    @Test
    void convolutions() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Comparison c = comparison(seed).ofScale().tolerance(1e-5);
            int rows = c.random.nextInt(4) == 0 ? 2 : ROWS;
            Window window = draw(c.random, true);
            int[] image = {rows, 1 + c.random.nextInt(9), 1 + c.random.nextInt(9), 1 + c.random.nextInt(6)};
            if (fits(window, Shape.of(image))) {
                convolutions(c, window, image, kernel(window, image, 1 + c.random.nextInt(7)));
            }
        }
    }

    @Test
    void convolutionsInManyPieces() {
        Comparison c = comparison(1000).ofScale().tolerance(1e-5);
        int[] image = {ROWS, 40, 37, 33};
        convolutions(c, Window.of(3, 3).same(Shape.of(image)), image, new int[] {3, 3, 33, 9});
        int[] wide = {ROWS, 5, 300, 20};
        convolutions(c, Window.of(4, 4), wide, new int[] {4, 4, 20, 3});
    }

    /** Windows of one line that lie beside each other: images are matrices then. */
    @Test
    void convolutionsThatAreProductsOfMatrices() {
        Comparison c = comparison(2000).ofScale().tolerance(1e-5);
        convolutions(c, Window.of(1, 1), new int[] {ROWS, 2, 50, 20}, new int[] {1, 1, 20, 18});
        convolutions(c, Window.of(1, 3).strides(1, 3), new int[] {ROWS, 3, 12, 7}, new int[] {1, 3, 7, 5});
        convolutions(c, Window.of(1, 3).strides(1, 3), new int[] {ROWS, 3, 13, 7}, new int[] {1, 3, 7, 5});
    }

    @Test
    void convolutionsOfManyChannels() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Comparison c = comparison(3000 + seed).ofScale().tolerance(1e-5);
            Window window = draw(c.random, true);
            int[] image = {ROWS, 1 + c.random.nextInt(12), 1 + c.random.nextInt(12), 14 + c.random.nextInt(22)};
            if (fits(window, Shape.of(image))) {
                convolutions(c, window, image, kernel(window, image, 1 + c.random.nextInt(40)));
            }
        }
    }

    /** What no place sees adds nothing, be it infinite or not a number; neither does padding. */
    @Test
    void convolutionsBesideSpecialNumbers() {
        for (int channels : new int[] {1, 3, 16, 20}) {
            Comparison c = comparison(4000).ofScale().tolerance(1e-5);
            Window window = Window.of(2, 2).strides(2, 3).padding(new int[] {0, 1}, new int[] {0, 0});
            int[] image = {3, 7, 9, channels};
            float[] values = new float[3 * 7 * 9 * channels];
            for (int i = 0; i < values.length; i++) {
                int row = i / channels / 9 % 7;
                int column = i / channels % 9;
                boolean isSeen = row < 6 && column % 3 != 1;
                values[i] = isSeen ? c.random.nextFloat() : i % 2 == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            }
            convolutions(c, window, c.real(Shape.of(image), values), kernel(window, image, 5));
        }
    }

    private static int[] kernel(Window window, int[] image, int filters) {
        return new int[] {window.extents()[0], window.extents()[1], image[3], filters};
    }

    private static void convolutions(Comparison c, Window window, int[] image, int[] kernel) {
        convolutions(c, window, c.real(image), kernel);
    }

    private static void convolutions(Comparison c, Window window, Expr x, int[] kernel) {
        Attributes a = window.attributes();
        Expr k = c.real(kernel);
        Expr g = c.real(window.over(x.shape()).with(3, kernel[3]).toArray());
        c.check(Expressions.conv2d(x, k, window));
        c.check(Primitives.CONV_GRAD_INPUT.apply(List.of(g, k), a.with("shape", x.shape())));
        c.check(Primitives.CONV_GRAD_KERNEL.apply(List.of(x, g), a.with("shape", k.shape())));
    }

    @Test
    void pooling() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Comparison c = comparison(seed).ofScale();
            Window window = draw(c.random, false);
            int rows = c.random.nextInt(4) == 0 ? 2 : ROWS;
            Shape image = Shape.of(rows, 1 + c.random.nextInt(9), 1 + c.random.nextInt(9), 1 + c.random.nextInt(40));
            if (fits(window, image)) {
                pooling(c, window, c.real(image.toArray()));
                // Whole numbers, so that there are ties.
                pooling(c, window, Expressions.floor(c.real(image.toArray())));
            }
        }
    }

    @Test
    void poolingOfSpecialNumbers() {
        Comparison c = comparison(2000);
        float[] values = new float[3 * 16];
        float[] special = {Float.NaN, 0f, -0f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1f};
        for (int i = 0; i < values.length; i++) {
            values[i] = special[c.random.nextInt(special.length)];
        }
        Expr x = c.real(Shape.of(3, 4, 4, 1), values);
        Window window = Window.of(2, 2).padding(new int[] {1, 0}, new int[] {1, 1});
        c.check(Expressions.maxPool(x, window));
        c.check(Expressions.sumPool(x, window));
        Expr g = c.real(window.over(x.shape()).toArray());
        c.check(Primitives.MAX_POOL_GRAD.apply(List.of(x, g), window.attributes()));
    }

    /** A backend may compute it with the gradient: masks, factors, what others read as well, what has another shape. */
    @Test
    void elementwiseOperationsBehindGradientsOfPooling() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Comparison c = comparison(5000 + seed).ofScale();
            int height = 1 + c.random.nextInt(3);
            int width = 1 + c.random.nextInt(3);
            Window window = Window.of(height, width).strides(height, width);
            int[] image = {ROWS, height * (1 + c.random.nextInt(3)) + c.random.nextInt(2),
                width * (1 + c.random.nextInt(3)) + c.random.nextInt(2), 4 + c.random.nextInt(20)};
            Expr x = Expressions.floor(c.real(image));
            Expr g = c.real(window.over(x.shape()).toArray());
            behind(c, x, Primitives.MAX_POOL_GRAD.apply(List.of(x, g), window.attributes()));
            behind(c, x, Primitives.SUM_POOL_GRAD.apply(List.of(g), window.attributes().with("shape", x.shape())));
        }
    }

    private static void behind(Comparison c, Expr x, Expr gradient) {
        Expr other = c.real(x.shape().toArray());
        c.check(Expressions.where(x.gt(0), gradient, 0));
        c.check(Expressions.where(x.ge(other), gradient.mul(0.25), other).add(x));
        c.check(gradient.gt(other));
        c.check(Expressions.where(x.gt(0), gradient, 0).sub(Expressions.reshape(Expressions.sum(gradient, 3),
                Shape.of(ROWS, x.shape().extent(1), x.shape().extent(2), 1))));
        c.check(gradient.add(c.real(x.shape().extent(-1))).mul(2));
        c.check(Expressions.expm1(Expressions.where(x.gt(0), gradient.neg(), 0)));
    }

    private static void pooling(Comparison c, Window window, Expr x) {
        Expr g = c.real(window.over(x.shape()).toArray());
        c.check(Expressions.maxPool(x, window));
        c.check(Primitives.MAX_POOL_GRAD.apply(List.of(x, g), window.attributes()));
        c.check(Expressions.sumPool(x, window));
        c.check(Primitives.SUM_POOL_GRAD.apply(List.of(g), window.attributes().with("shape", x.shape())));
    }

    /** A window; for pooling its padding is narrower than itself, and it has no gaps. */
    private static Window draw(Random random, boolean convolution) {
        int height = 1 + random.nextInt(4);
        int width = 1 + random.nextInt(4);
        Window window = Window.of(height, width).strides(1 + random.nextInt(3), 1 + random.nextInt(3));
        if (convolution && random.nextBoolean()) {
            window = window.dilations(1 + random.nextInt(3), 1 + random.nextInt(3));
        }
        int high = convolution ? 3 : height;
        int wide = convolution ? 3 : width;
        return random.nextBoolean() ? window : window.padding(
                new int[] {random.nextInt(high), random.nextInt(wide)},
                new int[] {random.nextInt(high), random.nextInt(wide)});
    }

    private static boolean fits(Window window, Shape image) {
        try {
            window.over(image);
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }
}
