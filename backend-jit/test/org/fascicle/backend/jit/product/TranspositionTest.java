package org.fascicle.backend.jit.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices transposed by all processors' code. */
class TranspositionTest {
    @TempDir
    static Path folder;

    private static Functions functions;

    @BeforeAll
    static void compile() {
        functions = new Functions(folder);
    }

    @AfterAll
    static void close() {
        functions.close();
    }

    @Test
    void columnsBecomeRowsAndNothingBesideThemIsWritten() {
        for (int rows : new int[] {1, 3, 16, 17, 50}) {
            for (int columns : new int[] {1, 10, 16, 33}) {
                int step = columns + 2;
                int toStep = rows + 5;
                float[] matrix = new float[rows * step];
                for (int i = 0; i < matrix.length; i++) {
                    matrix[i] = i;
                }
                float[] expected = new float[columns * toStep];
                Arrays.fill(expected, -1);
                float[] empty = expected.clone();
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        expected[j * toStep + i] = matrix[i * step + j];
                    }
                }
                functions.codes.forEach((target, code) -> {
                    long to = functions.copy(empty);
                    functions.call(code, "transpose", functions.copy(matrix), step, rows, columns, to,
                            toStep);
                    assertArrayEquals(expected, functions.back(to, expected.length), target + ", " + rows + " x " + columns);
                    functions.clear();
                });
            }
        }
    }
}
