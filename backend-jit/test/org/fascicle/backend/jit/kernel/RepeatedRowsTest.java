package org.fascicle.backend.jit.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.stream.Stream;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.jit.JitBackend;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows with which one row, a bias, is read again and again: the vector form, which joins them, gives the bits of the plain one. */
class RepeatedRowsTest {
    static Stream<Arguments> sizes() {
        return Stream.of(1, 3, 10, 15, 16, 17, 32, 100, 784, 1024, 1025)
                .flatMap(length -> Stream.of(1, 2, 7, 70).map(rows -> Arguments.of(rows, length)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void equalToThePlainFormToTheBit(int rows, int length) {
        float[] expected = computed(Form.PLAIN, 1, rows, length);
        for (int threads : new int[] {1, 3}) {
            assertArrayEquals(expected, computed(Form.VECTOR, threads, rows, length), rows + " rows of " + length);
        }
    }

    /** Some rows and all of a batch, of two rows that are read again, one of which begins anywhere in memory. */
    private static float[] computed(Form form, int threads, int rows, int length) {
        JitBackend backend = new JitBackend(form, threads);
        Workbench bench = new Workbench(backend);
        Random random = new Random(rows * 2000 + length);
        Expr x = bench.input("x", Shape.of(Shape.ROWS, length), rows);
        Expr bias = bench.variable("bias", Shape.of(length), random.doubles(length, -1, 1).toArray());
        Expr scale = bench.variable("scale", Shape.of(1, length), random.doubles(length, 0.5, 2).toArray());
        Expr z = x.add(bias);
        Expr y = Expressions.where(z.gt(0), z, Expressions.expm1(z)).mul(scale);
        bench.builder.output("y", bench.node(y));
        float[] result = new float[2 * rows * length];
        try (Workspace workspace = bench.open(rows)) {
            for (int run = 0; run < 2; run++) {
                double[] values = random.doubles(rows * length, -3, 3).toArray();
                bench.inputs().get("x").write(0, values, 0, values.length);
                int some = run == 0 ? rows : (rows + 1) / 2;
                workspace.run(new RunArguments(0).rows(some));
                float[] read = new float[some * length];
                workspace.output("y").read(0, read, 0, read.length);
                System.arraycopy(read, 0, result, run * rows * length, read.length);
            }
            return result;
        } finally {
            backend.stop();
        }
    }
}
