package org.fascicle.backend.jit.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same text computes the same bits on every processor. */
class TargetTest {
    private static final int LANES = 16;
    private static final int ROWS = 64;
    /** Words: two factors and a summand of many numbers, the results, and where their sum goes. */
    private static final String TEXT = """
            typedef float F __attribute__((vector_size(64)));
            extern "C" void fused(const long *words) {
              const F *a = (const F *)words[0], *b = (const F *)words[1], *c = (const F *)words[2];
              F *out = (F *)words[3];
              F sum = {};
              for (long i = 0; i < words[5]; i++) {
                out[i] = __builtin_elementwise_fma(a[i], b[i], c[i]);
                sum += out[i];
              }
              float all = 0;
              for (int lane = 0; lane < 16; lane++) all += sum[lane];
              *(float *)words[4] = all;
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void fusedOperationsAndSumsHaveTheSameBits(Target target) throws Exception {
        assumeTrue(target.isSupported(), () -> "this processor lacks " + target.missing());
        float[][] in = numbers();
        float[] expected = new float[LANES * ROWS];
        float[] lanes = new float[LANES];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.fma(in[0][i], in[1][i], in[2][i]);
            lanes[i % LANES] += expected[i];
        }
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        ByteBuffer[] memory = new ByteBuffer[5];
        long[] words = new long[6];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = Tools.memory(Float.BYTES * expected.length);
            words[i] = Tools.address(memory[i]);
            if (i < in.length) {
                memory[i].asFloatBuffer().put(in[i]);
            }
        }
        words[5] = ROWS;
        try (Compiler compiler = Tools.compiler(folder, target)) {
            Tools.call(compiler.compile(TEXT).function("fused"), words);
        }
        float[] actual = new float[expected.length];
        memory[3].asFloatBuffer().get(actual);
        assertArrayEquals(bits(expected), bits(actual));
        assertEquals(Float.floatToRawIntBits(sum), Float.floatToRawIntBits(memory[4].getFloat(0)));
    }

    /** Of many sizes; in every second place the product is all but the summand, where only a fused operation is right. */
    private static float[][] numbers() {
        Random random = new Random(18);
        float[][] numbers = new float[3][LANES * ROWS];
        for (int i = 0; i < LANES * ROWS; i++) {
            float scale = Math.scalb(1f, random.nextInt(40) - 20);
            numbers[0][i] = random.nextFloat() * scale;
            numbers[1][i] = random.nextFloat();
            numbers[2][i] = i % 2 == 0 ? random.nextFloat() : -numbers[0][i] * numbers[1][i];
        }
        return numbers;
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}
