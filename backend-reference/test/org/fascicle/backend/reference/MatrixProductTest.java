package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

/** Products of matrices in each of the four ways that they can lie. */
class MatrixProductTest {
    private final Evaluation evaluation = Evaluation.float64();

    @Test
    void plain() {
        Expr a = evaluation.real(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Expr b = evaluation.real(Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
        exactly(Expressions.matmul(a, b), 58, 64, 139, 154);
    }

    @Test
    void transposed() {
        Expr a = evaluation.real(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        Expr b = evaluation.real(Shape.of(2, 3), 7, 9, 11, 8, 10, 12);
        Expr plainA = Expressions.transpose(a, 1, 0);
        Expr plainB = Expressions.transpose(b, 1, 0);
        exactly(Expressions.matmul(a, plainB, true, false), 58, 64, 139, 154);
        exactly(Expressions.matmul(plainA, b, false, true), 58, 64, 139, 154);
        exactly(Expressions.matmul(a, b, true, true), 58, 64, 139, 154);
    }

    @Test
    void stacks() {
        Expr a = evaluation.real(Shape.of(2, 1, 2), 1, 2, 3, 4);
        Expr b = evaluation.real(Shape.of(2, 2, 1), 5, 6, 7, 8);
        exactly(Expressions.matmul(a, b), 17, 53);
        Expr transposed = evaluation.real(Shape.of(2, 1, 2), 5, 6, 7, 8);
        exactly(Expressions.matmul(a, transposed, false, true), 17, 53);
    }

    @Test
    void notANumberAndInfinityReachTheResultThroughZeros() {
        Expr a = evaluation.real(Shape.of(1, 2), 0, 1);
        exactly(Expressions.matmul(a, evaluation.real(Shape.of(2, 1), Double.POSITIVE_INFINITY, 1)), Double.NaN);
    }

    @Test
    void anEmptyInnerAxisGivesZeros() {
        exactly(Expressions.matmul(evaluation.real(Shape.of(2, 0)), evaluation.real(Shape.of(0, 2))), 0, 0, 0, 0);
    }

    @Test
    void contractedOverTheRows() {
        Expr a = evaluation.real(Shape.batch(2), 1, 2, 3, 4, 5, 6);
        Expr b = evaluation.real(Shape.batch(1), 1, 10, 100);
        evaluation.rows(3);
        exactly(Expressions.matmul(a, b, true, false), 531, 642);
        evaluation.rows(2);
        exactly(Expressions.matmul(a, b, true, false), 31, 42);
        exactly(Expressions.matmul(a, evaluation.real(Shape.of(1, 2), 1, 1), false, true), 3, 7);
    }

    @Test
    void roundedOnceInFloat32() {
        Evaluation single = Evaluation.float32();
        Expr a = single.real(Shape.of(1, 3), 16777216, 1, 1);
        Expr b = single.real(Shape.of(3, 1), 1, 1, 1);
        assertArrayEquals(new double[] {16777218}, single.reals(Expressions.matmul(a, b)));
    }

    /** All four ways, to the bit as the sum that defines them. */
    @Test
    void eachElementIsTheSumInOrder() {
        long seed = 20240501;
        Random random = new Random(seed);
        for (int m = 1; m <= 9; m++) {
            int k = 1 + random.nextInt(20);
            int n = 1 + random.nextInt(20);
            double[] a = random.doubles((long) m * k, -1, 1).toArray();
            double[] b = random.doubles((long) k * n, -1, 1).toArray();
            double[] expected = new double[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int p = 0; p < k; p++) {
                        expected[i * n + j] += a[i * k + p] * b[p * n + j];
                    }
                }
            }
            Expr left = evaluation.real(Shape.of(m, k), a);
            Expr right = evaluation.real(Shape.of(k, n), b);
            Expr leftTransposed = Expressions.transpose(left, 1, 0);
            Expr rightTransposed = Expressions.transpose(right, 1, 0);
            String where = "seed " + seed + ", m = " + m;
            assertArrayEquals(expected, evaluation.reals(Expressions.matmul(left, right)), where);
            assertArrayEquals(expected, evaluation.reals(Expressions.matmul(leftTransposed, right, true, false)), where);
            assertArrayEquals(expected, evaluation.reals(Expressions.matmul(left, rightTransposed, false, true)), where);
            assertArrayEquals(expected, evaluation.reals(Expressions.matmul(leftTransposed, rightTransposed, true, true)), where);
        }
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
