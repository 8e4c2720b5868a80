package org.fascicle.backend.reference;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.erf;
import static org.fascicle.api.expr.Expressions.erfinv;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.log1p;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.sin;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Each elementwise primitive against literal values, edges of the table included. */
class ElementwiseTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Evaluation evaluation = Evaluation.float64();

    @Test
    void neg() {
        unary(Expr::neg, new double[] {1, -2, 0, INFINITY, NAN}, -1, 2, -0.0, -INFINITY, NAN);
        assertArrayEquals(new int[] {-1, 2, 0, Integer.MIN_VALUE},
                evaluation.integers(evaluation.int32(1, -2, 0, Integer.MIN_VALUE).neg()));
    }

    @Test
    void absolute() {
        unary(x -> abs(x), new double[] {1.5, -1.5, -0.0, -INFINITY, NAN}, 1.5, 1.5, 0.0, INFINITY, NAN);
        assertArrayEquals(new int[] {3, 3, 0, Integer.MIN_VALUE},
                evaluation.integers(abs(evaluation.int32(3, -3, 0, Integer.MIN_VALUE))));
    }

    @Test
    void signs() {
        unary(x -> sign(x), new double[] {7, -7, 0.0, -0.0, 1e-320, -INFINITY, NAN}, 1, -1, 0.0, -0.0, 1, -1, NAN);
        assertArrayEquals(new int[] {1, -1, 0}, evaluation.integers(sign(evaluation.int32(9, -9, 0))));
    }

    @Test
    void floors() {
        unary(x -> floor(x), new double[] {1.7, -1.2, 2, -0.0, INFINITY, NAN}, 1, -2, 2, -0.0, INFINITY, NAN);
    }

    @Test
    void exponentials() {
        unary(x -> exp(x), new double[] {0, 1, -INFINITY, 710, NAN}, 1, Math.E, 0, INFINITY, NAN);
        unary(x -> expm1(x), new double[] {0, 1e-20, -INFINITY, 710, NAN}, 0, 1e-20, -1, INFINITY, NAN);
    }

    @Test
    void logarithms() {
        unary(x -> log(x), new double[] {1, Math.E, 0, -1, INFINITY, NAN}, 0, 1, -INFINITY, NAN, INFINITY, NAN);
        unary(x -> log1p(x), new double[] {0, 1e-20, -1, -2, INFINITY}, 0, 1e-20, -INFINITY, NAN, INFINITY);
    }

    @Test
    void roots() {
        unary(x -> sqrt(x), new double[] {4, 2, 0, -0.0, -1, INFINITY, NAN},
                2, 1.4142135623730951, 0, -0.0, NAN, INFINITY, NAN);
    }

    @Test
    void hyperbolicTangent() {
        unary(x -> tanh(x), new double[] {0, 1, -40, INFINITY, NAN}, 0, 0.7615941559557649, -1, 1, NAN);
    }

    @Test
    void errorFunction() {
        // erf(1) and erf(0.5): Abramowitz and Stegun, table 7.1, and further digits of DLMF 7.
        unary(x -> erf(x), new double[] {0, 1, -1, 0.5, 30, -INFINITY, NAN},
                0, 0.8427007929497149, -0.8427007929497149, 0.5204998778130465, 1, -1, NAN);
    }

    @Test
    void inverseErrorFunction() {
        unary(x -> erfinv(x), new double[] {0, 0.5, -0.5, 1, -1, 1.1, NAN},
                0, 0.4769362762044699, -0.4769362762044699, INFINITY, -INFINITY, NAN, NAN);
    }

    @Test
    void trigonometry() {
        unary(x -> sin(x), new double[] {0, Math.PI / 6, INFINITY}, 0, 0.5, NAN);
        unary(x -> cos(x), new double[] {0, Math.PI / 3, NAN}, 1, 0.5, NAN);
    }

    @Test
    void truth() {
        Expr x = evaluation.bool(0, 0, 1, 1);
        Expr y = evaluation.bool(0, 1, 0, 1);
        assertArrayEquals(new int[] {1, 1, 0, 0}, evaluation.integers(x.not()));
        assertArrayEquals(new int[] {0, 0, 0, 1}, evaluation.integers(x.and(y)));
        assertArrayEquals(new int[] {0, 1, 1, 1}, evaluation.integers(x.or(y)));
    }

    @Test
    void arithmeticOfReals() {
        Expr x = evaluation.vector(1, 0.5, INFINITY, 0, NAN);
        Expr y = evaluation.vector(2, -0.25, INFINITY, 0, 1);
        exactly(x.add(y), 3, 0.25, INFINITY, 0, NAN);
        exactly(x.sub(y), -1, 0.75, NAN, 0, NAN);
        exactly(x.mul(y), 2, -0.125, INFINITY, 0, NAN);
        exactly(x.div(y), 0.5, -2, NAN, NAN, NAN);
    }

    @Test
    void arithmeticOfIntegers() {
        Expr x = evaluation.int32(7, -7, Integer.MAX_VALUE, 5, Integer.MIN_VALUE);
        Expr y = evaluation.int32(2, 2, 1, 0, -1);
        assertArrayEquals(new int[] {9, -5, Integer.MIN_VALUE, 5, Integer.MAX_VALUE}, evaluation.integers(x.add(y)));
        assertArrayEquals(new int[] {5, -9, Integer.MAX_VALUE - 1, 5, Integer.MIN_VALUE + 1}, evaluation.integers(x.sub(y)));
        assertArrayEquals(new int[] {14, -14, Integer.MAX_VALUE, 0, Integer.MIN_VALUE}, evaluation.integers(x.mul(y)));
        // Truncated towards zero; by zero is zero; the one quotient that does not fit wraps.
        assertArrayEquals(new int[] {3, -3, Integer.MAX_VALUE, 0, Integer.MIN_VALUE}, evaluation.integers(x.div(y)));
    }

    @Test
    void powers() {
        Expr x = evaluation.vector(2, -2, -2, 0, 0, 0, NAN, 1);
        Expr y = evaluation.vector(-1, 3, 0.5, 0, -1, 2, 0, NAN);
        exactly(x.pow(y), 0.5, -8, NAN, 1, INFINITY, 0, 1, NAN);
    }

    @Test
    void maximaAndMinima() {
        Expr x = evaluation.vector(1, 5, NAN, 1, -INFINITY, -0.0);
        Expr y = evaluation.vector(2, -5, 1, NAN, 3, 0.0);
        exactly(maximum(x, y), 2, 5, NAN, NAN, 3, 0.0);
        exactly(minimum(x, y), 1, -5, NAN, NAN, -INFINITY, -0.0);
        assertArrayEquals(new int[] {4, 2}, evaluation.integers(maximum(evaluation.int32(4, -1), evaluation.int32(3, 2))));
        assertArrayEquals(new int[] {3, -1}, evaluation.integers(minimum(evaluation.int32(4, -1), evaluation.int32(3, 2))));
    }

    @Test
    void relationsOfReals() {
        Expr x = evaluation.vector(1, 2, 3, NAN, NAN, 0.0);
        Expr y = evaluation.vector(2, 2, 2, 1, NAN, -0.0);
        assertArrayEquals(new int[] {0, 0, 1, 0, 0, 0}, evaluation.integers(x.gt(y)));
        assertArrayEquals(new int[] {0, 1, 1, 0, 0, 1}, evaluation.integers(x.ge(y)));
        assertArrayEquals(new int[] {0, 1, 0, 0, 0, 1}, evaluation.integers(x.eq(y)));
        assertArrayEquals(new int[] {1, 0, 0, 0, 0, 0}, evaluation.integers(x.lt(y)));
        assertArrayEquals(new int[] {1, 1, 0, 0, 0, 1}, evaluation.integers(x.le(y)));
    }

    @Test
    void relationsOfIntegers() {
        Expr x = evaluation.int32(-1, 2, 2);
        Expr y = evaluation.int32(1, 2, 1);
        assertArrayEquals(new int[] {0, 0, 1}, evaluation.integers(x.gt(y)));
        assertArrayEquals(new int[] {0, 1, 1}, evaluation.integers(x.ge(y)));
        assertArrayEquals(new int[] {0, 1, 0}, evaluation.integers(x.eq(y)));
        // −1 is the greatest of the unsigned.
        Expr u = evaluation.integer(Type.UINT32, Shape.of(3), -1, 2, 2);
        Expr v = evaluation.integer(Type.UINT32, Shape.of(3), 1, 2, 1);
        assertArrayEquals(new int[] {1, 0, 1}, evaluation.integers(u.gt(v)));
        assertArrayEquals(new int[] {1, 1, 1}, evaluation.integers(u.ge(v)));
        assertArrayEquals(new int[] {0, 1, 0}, evaluation.integers(u.eq(v)));
        assertArrayEquals(new int[] {1, 0}, evaluation.integers(evaluation.bool(1, 0).gt(evaluation.bool(0, 0))));
    }

    @Test
    void selection() {
        Expr condition = evaluation.bool(1, 0, 1);
        exactly(where(condition, evaluation.vector(1, NAN, 3), evaluation.vector(NAN, 5, INFINITY)), 1, 5, 3);
        assertArrayEquals(new int[] {1, 5, 3},
                evaluation.integers(where(condition, evaluation.int32(1, 2, 3), evaluation.int32(4, 5, 6))));
    }

    @Test
    void stoppedGradientsPassTheirValue() {
        exactly(stopGradient(evaluation.vector(1, NAN)), 1, NAN);
        assertArrayEquals(new int[] {1, 0}, evaluation.integers(stopGradient(evaluation.bool(1, 0))));
    }

    private void unary(UnaryOperator<Expr> operation, double[] x, double... expected) {
        double[] actual = evaluation.reals(operation.apply(evaluation.vector(x)));
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            // Zeros, infinities and NaN exactly; the rest to the last digits of the literals.
            boolean same = Double.compare(expected[i], actual[i]) == 0
                    || expected[i] != 0 && Math.abs(expected[i] - actual[i]) <= 4 * Math.ulp(expected[i]);
            assertTrue(same, "at " + x[i] + ": " + actual[i] + ", not " + expected[i]);
        }
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
