package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Sums, maxima and what goes along one axis. */
class ReductionTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Evaluation evaluation = Evaluation.float64();
    private final Expr cube = evaluation.real(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    @Test
    void sums() {
        exactly(Expressions.sum(cube), 78);
        exactly(Expressions.sum(cube, 0), 8, 10, 12, 14, 16, 18);
        exactly(Expressions.sum(cube, 1), 9, 12, 27, 30);
        exactly(Expressions.sum(cube, -1), 3, 7, 11, 15, 19, 23);
        exactly(Expressions.sum(cube, 0, 2), 18, 26, 34);
        exactly(Expressions.sumKeep(cube, 0, 2), 18, 26, 34);
        exactly(Expressions.sum(evaluation.vector(1, NAN)), NAN);
        exactly(Expressions.sum(evaluation.vector(INFINITY, -INFINITY)), NAN);
    }

    @Test
    void sumsOverNoAxisAreTheOperand() {
        Attributes none = Attributes.of("axes", new int[0]).with("keep", false);
        exactly(Primitives.SUM.apply(List.of(evaluation.vector(1, 2)), none), 1, 2);
        exactly(Primitives.SUM.apply(List.of(Expressions.constant(3)), none), 3);
    }

    @Test
    void sumsOfIntegersWrap() {
        Expr large = evaluation.int32(Integer.MAX_VALUE, 1);
        assertArrayEquals(new int[] {Integer.MIN_VALUE}, evaluation.integers(Expressions.sum(large)));
        Expr matrix = evaluation.integer(Type.INT32, Shape.of(2, 2), 1, 2, 3, 4);
        assertArrayEquals(new int[] {4, 6}, evaluation.integers(Expressions.sum(matrix, 0)));
        assertArrayEquals(new int[] {3, 7}, evaluation.integers(Expressions.sum(matrix, 1)));
    }

    @Test
    void sumsAreRoundedOnceInFloat32() {
        Evaluation single = Evaluation.float32();
        // In binary32 from left to right, each 1 would be lost.
        assertArrayEquals(new double[] {16777218}, single.reals(Expressions.sum(single.vector(16777216, 1, 1))));
    }

    @Test
    void sumsOverTheRows() {
        Expr rows = evaluation.real(Shape.batch(2), 1, 2, 3, 4, 5, 6);
        evaluation.rows(2);
        exactly(Expressions.sum(rows, 0), 4, 6);
        exactly(Expressions.sum(rows, 1), 3, 7);
        evaluation.rows(3);
        exactly(Expressions.sum(rows, 0), 9, 12);
    }

    @Test
    void maxima() {
        exactly(Expressions.max(cube), 12);
        exactly(Expressions.max(cube, 1), 5, 6, 11, 12);
        exactly(Expressions.maxKeep(cube, 0, 1), 11, 12);
        exactly(Expressions.max(evaluation.vector(1, NAN, 3)), NAN);
        exactly(Expressions.max(evaluation.vector(-INFINITY, -5)), -5);
        exactly(Expressions.max(evaluation.vector(-0.0, 0.0)), 0.0);
    }

    @Test
    void overNothingIsNeutral() {
        Expr empty = evaluation.real(Shape.of(2, 0));
        exactly(Expressions.sum(empty, 1), 0, 0);
        exactly(Expressions.max(empty, 1), -INFINITY, -INFINITY);
    }

    @Test
    void firstGreatestIndex() {
        Expr x = evaluation.real(Shape.of(4, 3), 1, 5, 5, 7, 2, 7, 1, NAN, NAN, -INFINITY, -INFINITY, -INFINITY);
        assertArrayEquals(new int[] {1, 0, 1, 0}, evaluation.integers(Expressions.argmax(x, 1)));
        Expr y = evaluation.real(Shape.of(3, 2), 1, 9, 3, NAN, 2, 8);
        assertArrayEquals(new int[] {1, 1}, evaluation.integers(Expressions.argmax(y, 0)));
        assertArrayEquals(new int[] {1, 1, 1, 1}, evaluation.integers(Expressions.argmax(
                evaluation.real(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8), 1)));
    }

    @Test
    void runningSums() {
        exactly(Expressions.cumsum(cube, 1), 1, 2, 4, 6, 9, 12, 7, 8, 16, 18, 27, 30);
        exactly(Expressions.cumsum(evaluation.vector(1, 2, NAN, 4), 0), 1, 3, NAN, NAN);
        Evaluation single = Evaluation.float32();
        assertArrayEquals(new double[] {16777216, 16777216, 16777218}, single.reals(
                Expressions.cumsum(single.vector(16777216, 1, 1), 0)));
    }

    @Test
    void sortingIsStableWithNanLast() {
        Expr x = evaluation.real(Shape.of(2, 7), 3, NAN, 1, 3, -INFINITY, NAN, 1, 0.0, -0.0, INFINITY, 5, 4, 3, 2);
        assertArrayEquals(new int[] {4, 2, 6, 0, 3, 1, 5, 0, 1, 6, 5, 4, 3, 2}, evaluation.integers(Expressions.argsort(x)));
        exactly(Expressions.sort(evaluation.vector(2, NAN, -1)), -1, 2, NAN);
        assertArrayEquals(new int[] {0}, evaluation.integers(Expressions.argsort(evaluation.vector(5))));
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
