package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling, computed by hand. */
class WindowTest {
    private static final Window SQUARE = Window.of(2, 2);

    private final Evaluation evaluation = Evaluation.float64();
    private final Expr image = evaluation.real(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    private final Expr kernel = evaluation.real(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
    private final Expr four = evaluation.real(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);

    @Test
    void convolutionDoesNotTurnTheKernel() {
        exactly(Expressions.conv2d(image, kernel, SQUARE), 5421, 6532, 8754, 9865);
    }

    @Test
    void convolutionStridesDilatesAndPads() {
        exactly(Expressions.conv2d(image, kernel, SQUARE.strides(2, 1).padding(new int[] {0, 1}, new int[] {1, 0})),
                4010, 5421, 6532, 70, 87, 98);
        exactly(Expressions.conv2d(image, kernel, SQUARE.dilations(2, 2)), 9731);
    }

    @Test
    void convolutionSumsOverChannels() {
        Expr x = evaluation.real(Shape.batch(1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Expr k = evaluation.real(Shape.of(1, 1, 2, 3), 1, 0, 2, 0, 1, 10);
        evaluation.rows(2);
        exactly(Expressions.conv2d(x, k, Window.of(1, 1)), 1, 2, 22, 3, 4, 46, 5, 6, 70, 7, 8, 94);
    }

    @Test
    void gradientsOfAConvolution() {
        Attributes a = SQUARE.attributes();
        exactly(Primitives.CONV_GRAD_INPUT.apply(List.of(four, kernel), a.with("shape", image.shape())),
                1, 12, 20, 103, 1234, 2040, 300, 3400, 4000);
        exactly(Primitives.CONV_GRAD_KERNEL.apply(List.of(image, four), a.with("shape", kernel.shape())),
                1 + 4 + 12 + 20, 2 + 6 + 15 + 24, 4 + 10 + 21 + 32, 5 + 12 + 24 + 36);
    }

    @Test
    void poolingTakesTheMaximumAndGivesItsGradientToTheFirst() {
        Expr x = evaluation.real(Shape.of(1, 2, 3, 1), 7, 7, 1, 2, 7, Double.NaN);
        exactly(Expressions.maxPool(x, SQUARE), 7, Double.NaN);
        exactly(maxGrad(x, evaluation.real(Shape.of(1, 1, 2, 1), 10, 20), SQUARE), 10, 0, 0, 0, 0, 20);
        Expr low = evaluation.real(Shape.of(1, 1, 2, 1), -3, Double.NEGATIVE_INFINITY);
        Window padded = Window.of(1, 2).padding(new int[] {0, 1}, new int[] {0, 1});
        exactly(Expressions.maxPool(low, padded), -3, -3, Double.NEGATIVE_INFINITY);
        exactly(maxGrad(low, evaluation.real(Shape.of(1, 1, 3, 1), 1, 2, 4), padded), 3, 4);
        Expr zeros = evaluation.real(Shape.of(1, 1, 2, 1), -0.0, 0.0);
        exactly(Expressions.maxPool(zeros, Window.of(1, 2)), 0.0);
        exactly(maxGrad(zeros, evaluation.real(Shape.of(1, 1, 1, 1), 5), Window.of(1, 2)), 5, 0);
    }

    @Test
    void poolingSumsAndSpreads() {
        Window over = SQUARE.strides(2, 2).padding(new int[2], new int[] {1, 1});
        exactly(Expressions.sumPool(image, over), 12, 9, 15, 9);
        exactly(Primitives.SUM_POOL_GRAD.apply(List.of(four), SQUARE.attributes().with("shape", image.shape())),
                1, 3, 2, 4, 10, 6, 3, 7, 4);
    }

    @Test
    void channelsStayApart() {
        Expr x = evaluation.real(Shape.batch(1, 2, 2), 1, 20, 3, 10, 5, 6, 4, 8);
        evaluation.rows(2);
        Window pair = Window.of(1, 2);
        exactly(Expressions.maxPool(x, pair), 3, 20, 5, 8);
        exactly(Expressions.sumPool(x, pair), 4, 30, 9, 14);
        exactly(maxGrad(x, evaluation.real(Shape.batch(1, 1, 2), 1, 2, 3, 4), pair), 0, 2, 1, 0, 3, 0, 0, 4);
    }

    /** The rows of a batch do not see each other, and few rows after many see nothing of what was there. */
    @Test
    void fewerRowsGiveTheSame() {
        long seed = 77;
        Random random = new Random(seed);
        Expr x = evaluation.real(Shape.batch(4, 4, 2), random.doubles(8 * 32).toArray());
        Expr k = evaluation.real(Shape.of(3, 2, 2, 3), random.doubles(36).toArray());
        Expr y = Expressions.conv2d(x, k, Window.of(3, 2).strides(1, 2));
        evaluation.rows(8);
        double[] all = evaluation.reals(y);
        evaluation.rows(3);
        double[] some = evaluation.reals(y);
        assertEquals(8 * 2 * 2 * 3, all.length);
        assertArrayEquals(Arrays.copyOf(all, 3 * 2 * 2 * 3), some, "seed " + seed);
    }

    private static Expr maxGrad(Expr x, Expr g, Window window) {
        return Primitives.MAX_POOL_GRAD.apply(List.of(x, g), window.attributes());
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
