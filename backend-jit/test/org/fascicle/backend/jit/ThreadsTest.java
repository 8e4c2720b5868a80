package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits for any number of threads. */
class ThreadsTest {
    private static final int IN = 300;
    private static final int HIDDEN = 210;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 24, 33, 512})
    void equalToTheBit(int rows) {
        float[] one = trained(rows, 1);
        for (int threads : new int[] {2, 3, 4, 7}) {
            assertArrayEquals(one, trained(rows, threads), threads + " threads, " + rows + " rows");
        }
    }

    /** Programs that may have fewer threads than their backend: for one alone, no helper starts. */
    @Test
    void fewerThreadsAreEqualToTheBit() {
        float[] all = trained(33, 4);
        CompileSettings settings = CompileSettings.of(Precision.FLOAT32, 33);
        Set<Thread> before = helpers();
        assertArrayEquals(all, trained(4, settings.threads(1), () -> assertEquals(before, helpers())));
        for (int most : new int[] {2, 3, 9}) {
            assertArrayEquals(all, trained(4, settings.threads(most), () -> assertNotEquals(before, helpers())), most
                    + " threads");
        }
        assertEquals(before, helpers());
    }

    private static Set<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("fascicle-jit-[0-9]+"))
                .collect(Collectors.toSet());
    }

    private static float[] trained(int rows, int threads) {
        return trained(threads, CompileSettings.of(Precision.FLOAT32, rows), () -> {});
    }

    /** Some steps of a normalized layer, with every kind of block: products, columns, lines, whole tensors, elements. */
    private static float[] trained(int threads, CompileSettings settings, Runnable check) {
        int rows = settings.maxRows();
        JitBackend backend = Subject.backend(threads);
        Map<Expr, Node> known = new HashMap<>();
        Graph.Builder builder = new Graph.Builder();
        Map<String, Buffer> variables = new HashMap<>();
        Buffer w = filled(backend, IN * HIDDEN, 1);
        Buffer m = filled(backend, IN * HIDDEN, 2);
        variables.put("w", w);
        variables.put("m", m);
        Expr x = Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, IN));
        Expr weights = Expressions.variable("w", Type.REAL, Shape.of(IN, HIDDEN));
        Expr momentum = Expressions.variable("m", Type.REAL, Shape.of(IN, HIDDEN));
        Expr z = Expressions.matmul(x, weights);
        Expr centred = z.sub(Expressions.mean(z, 0));
        Expr scaled = centred.div(Expressions.sqrt(Expressions.mean(centred.mul(centred), 0).add(0.1)));
        Expr h = Expressions.where(scaled.gt(0), scaled, Expressions.expm1(scaled));
        Expr g = Expressions.softmax(h).sub(0.1);
        Expr norm = Expressions.sqrt(Expressions.sum(weights.mul(weights)));
        Expr gradient = Expressions.matmul(x, g, true, false).div(norm)
                .add(Expressions.mean(Expressions.matmul(Expressions.matmul(g, weights, false, true), weights),
                        0).mul(1e-3));
        Expr moved = momentum.mul(0.9).sub(gradient.mul(0.01));
        Shape shape = Shape.of(IN, HIDDEN);
        builder.commit(Variable.of("m", Type.REAL, shape), Comparison.node(moved, builder, known), false);
        builder.commit(Variable.of("w", Type.REAL, shape), Comparison.node(weights.add(moved), builder, known), false);
        Graph graph = builder.build();
        Map<String, Buffer> inputs = Map.of("x", filled(backend, rows * IN, 3));
        try (Workspace workspace = backend.compile(graph, settings)
                .open(Bindings.of(variables, inputs))) {
            RunArguments arguments = new RunArguments(graph.scalars().size()).rows(rows);
            java.util.Arrays.fill(arguments.scalars(), rows);
            for (int step = 0; step < 3; step++) {
                workspace.run(arguments);
            }
            check.run();
            float[] values = new float[IN * HIDDEN];
            w.read(0, values, 0, values.length);
            return values;
        } finally {
            backend.stop();
        }
    }

    private static Buffer filled(JitBackend backend, int size, long seed) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, size);
        buffer.write(0, new Random(seed).doubles(size, -1, 1).toArray(), 0, size);
        return buffer;
    }
}
