package org.fascicle.backend.jit.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;

import org.fascicle.api.expr.Bfloat16;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounding to bfloat16 by all processors' code. */
class RoundingTest {
    @TempDir
    static Path folder;

    private static Functions functions;
    private final float[] reals = reals();

    @BeforeAll
    static void compile() {
        functions = new Functions(folder);
    }

    @AfterAll
    static void close() {
        functions.close();
    }

    /** Of any bits: infinities, denormals and NaN with any payload too, and halves between two numbers. */
    private static float[] reals() {
        Random random = new Random(42);
        float[] reals = new float[4099];
        for (int i = 0; i < reals.length; i++) {
            int bits = random.nextInt();
            int kind = i % 4;
            reals[i] = Float.intBitsToFloat(kind == 0 ? bits & 0xffff0000 | 0x8000 : kind == 1 ? bits | 0x7f800000 : bits);
        }
        reals[0] = Float.MAX_VALUE;
        reals[1] = Float.NEGATIVE_INFINITY;
        reals[2] = -0f;
        reals[3] = Float.MIN_VALUE;
        return reals;
    }

    @Test
    void realsAreRoundedAsBfloat16DoesIt() {
        for (int count : new int[] {1, 15, 16, 17, reals.length}) {
            functions.codes.forEach((target, code) -> {
                long from = functions.copy(reals);
                long to = functions.copy(new float[count]);
                functions.call(code, "round", from, count, to);
                float[] rounded = functions.back(to, count);
                for (int i = 0; i < count; i++) {
                    assertEquals(Float.floatToRawIntBits(Bfloat16.round(reals[i])), Float.floatToRawIntBits(rounded[i]),
                            target + ", " + reals[i]);
                }
                functions.clear();
            });
        }
    }

    @Test
    void halvesAreTheBitsOfEach() {
        for (int count : new int[] {2, 16, 30, 34, reals.length - 1}) {
            functions.codes.forEach((target, code) -> {
                long from = functions.copy(reals);
                long to = functions.copy(new float[count / 2]);
                functions.call(code, "halves", from, count, to);
                float[] words = functions.back(to, count / 2);
                for (int i = 0; i < count; i++) {
                    int word = Float.floatToRawIntBits(words[i / 2]);
                    assertEquals(Bfloat16.bits(reals[i]), i % 2 == 0 ? word & 0xffff : word >>> 16, target + ", " + reals[i]);
                }
                functions.clear();
            });
        }
    }

    @Test
    void pairsHaveTheEvenRowInTheLowerHalfAndZerosWhereNothingIs() {
        int distance = 61;
        for (int rows : new int[] {1, 2, 7}) {
            for (int columns : new int[] {1, 16, 30, 61}) {
                for (int width : new int[] {columns, 64}) {
                    functions.codes.forEach((target, code) -> {
                        int words = (rows + 1) / 2 * width;
                        long to = functions.copy(new float[words]);
                        functions.call(code, "pairs", functions.copy(reals), distance, rows, columns, width,
                                to);
                        float[] pairs = functions.back(to, words);
                        for (int i = 0; i < words; i++) {
                            int row = i / width * 2;
                            int column = i % width;
                            int low = column < columns ? Bfloat16.bits(reals[row * distance + column]) : 0;
                            int high =
                                    column < columns && row + 1 < rows ? Bfloat16.bits(reals[(row + 1) * distance + column]) : 0;
                            assertEquals(low | high << 16, Float.floatToRawIntBits(pairs[i]),
                                    target + ", " + rows + " x " + columns + ", word " + i);
                        }
                        functions.clear();
                    });
                }
            }
        }
    }
}
