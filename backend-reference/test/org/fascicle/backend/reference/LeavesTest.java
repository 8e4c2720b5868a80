package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Constants, scalars, indices and random bits. */
class LeavesTest {
    private final Evaluation evaluation = Evaluation.float64();

    @Test
    void constants() {
        assertArrayEquals(new double[] {0.1}, evaluation.reals(Expressions.constant(0.1)));
        assertArrayEquals(new double[] {0.1f}, Evaluation.float32().reals(Expressions.constant(0.1)));
        assertArrayEquals(new int[] {-3}, evaluation.integers(Expressions.constant(-3, Type.INT32)));
        assertArrayEquals(new int[] {1}, evaluation.integers(Expressions.constant(1, Type.BOOL)));
        assertArrayEquals(new int[] {-1}, evaluation.integers(Expressions.constant(4294967295.0, Type.UINT32)));
    }

    @Test
    void scalarsComeFromTheArguments() {
        Expr sum = Expressions.scalar("a").add(Expressions.scalar("b").mul(10));
        assertArrayEquals(new double[] {31}, Evaluation.withScalars(Precision.FLOAT64, 1, 3).reals(sum));
        Evaluation single = Evaluation.withScalars(Precision.FLOAT32, 0.1);
        assertArrayEquals(new double[] {0.1f}, single.reals(Expressions.scalar("a")));
    }

    @Test
    void indicesAlongAnAxis() {
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, evaluation.integers(Expressions.iota(Shape.of(2, 3), 0)));
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2}, evaluation.integers(Expressions.iota(Shape.of(2, 3), 1)));
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, evaluation.rows(3).integers(Expressions.iota(Shape.batch(2), 0)));
    }

    /** The vectors of Random123's kat_vectors, philox 4x32 10. */
    @Test
    void philoxKnownAnswers() {
        int[] words = new int[4];
        Philox.words(0, 0, 0, 0, 0, words);
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, words);
        Philox.words(-1, -1, -1, -1, -1, words);
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, words);
        // Counter and key of digits of pi.
        Philox.words(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, words);
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, words);
    }

    @Test
    void randomBitsAreCountedByElementStepPathAndDraw() {
        long seed = 0x123456789abcdefL;
        // The lower 32 bits of the step count.
        evaluation.seed(seed).step((1L << 32) + 5);
        int[] expected = new int[8];
        int[] words = new int[4];
        for (int block = 0; block < 2; block++) {
            Philox.words(seed, block, 5, Philox.hash("dropout_1/mask"), 3, words);
            System.arraycopy(words, 0, expected, 4 * block, 4);
        }
        assertArrayEquals(Arrays.copyOf(expected, 6),
                evaluation.integers(Expressions.randomBits("dropout_1/mask", 3, Shape.of(2, 3), 32)));
        int[] upper = evaluation.integers(Expressions.randomBits("dropout_1/mask", 3, Shape.of(6), 24));
        for (int i = 0; i < upper.length; i++) {
            expected[i] >>>= 8;
        }
        assertArrayEquals(Arrays.copyOf(expected, 6), upper);
    }

    @Test
    void fewerRowsSeeThePrefixOfTheSameBits() {
        Expr bits = Expressions.randomBits("a", 0, Shape.batch(3), 24);
        int[] all = evaluation.rows(4).integers(bits);
        assertArrayEquals(Arrays.copyOf(all, 6), evaluation.rows(2).integers(bits));
    }

    @Test
    void hashOfAPathIsFnv1a() {
        // The vectors of the FNV specification: "", "a", "foobar".
        assertArrayEquals(new int[] {0x811c9dc5, 0xe40c292c, 0xbf9cf968},
                new int[] {Philox.hash(""), Philox.hash("a"), Philox.hash("foobar")});
    }
}
