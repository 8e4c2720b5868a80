package org.fascicle.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Backend;
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
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.Test;

/** Random graphs with views, shared values, commits and a guard: several runs, here and on the reference, must agree. */
class RandomGraphTest {
    private static final int ROWS = 5;
    private static final Shape MATRIX = Shape.of(3, 4);
    private static final Shape BATCH = Shape.of(Shape.ROWS, 3, 4);

    private Random random;
    private List<Expr> matrices;
    private List<Expr> batches;
    private List<Expr> masks;

    @Test
    void agreeWithTheReference() {
        for (long seed = 0; seed < 150; seed++) {
            Graph graph = graph(seed);
            Map<String, double[]> expected = run(new ReferenceBackend(), graph, seed);
            Map<String, double[]> actual = run(Subject.nd4j(), graph, seed);
            assertEquals(expected.keySet(), actual.keySet());
            for (String name : expected.keySet()) {
                compare(expected.get(name), actual.get(name), "seed " + seed + ", " + name + "\n" + graph);
            }
        }
    }

    private static void compare(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertTrue(expected[i] == actual[i] || Math.abs(expected[i] - actual[i]) <= 2e-5 * Math.max(1, Math.abs(expected[i])),
                    "element " + i + " is " + actual[i] + ", not " + expected[i] + "; " + what);
        }
    }

    private Graph graph(long seed) {
        random = new Random(seed);
        matrices = new ArrayList<>();
        batches = new ArrayList<>();
        masks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            matrices.add(Expressions.variable("v" + i, Type.REAL, MATRIX));
        }
        Expr packed = Expressions.variable("packed", Type.REAL, Shape.of(24));
        matrices.add(Expressions.reshape(Expressions.slice(packed, new int[] {12}, new int[] {24}), MATRIX));
        batches.add(Expressions.input("x", Type.REAL, BATCH));
        masks.add(batches.get(0).gt(0.1));
        masks.add(Expressions.broadcast(matrices.get(0).gt(0), BATCH));
        for (int i = 0; i < 25; i++) {
            grow();
        }
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        builder.output("batch", Comparison.node(pick(batches), builder, known));
        builder.output("matrix", Comparison.node(pick(matrices), builder, known));
        builder.output("old", Comparison.node(matrices.get(0), builder, known));
        if (random.nextInt(3) > 0) {
            builder.guard(Comparison.node(Expressions.sum(pick(batches)).gt(random.nextGaussian()), builder, known));
        }
        for (int i = 0; i < 3; i++) {
            builder.commit(Variable.of("v" + i, Type.REAL, MATRIX), Comparison.node(pick(matrices), builder, known), random.nextBoolean());
        }
        Expr both = Expressions.concat(List.of(Expressions.reshape(pick(matrices), Shape.of(12)),
                Expressions.reshape(pick(matrices), Shape.of(12))), 0);
        builder.commit(Variable.of("packed", Type.REAL, Shape.of(24)),
                Comparison.node(random.nextBoolean() ? both : packed.mul(0.5).add(both.mul(0.25)), builder, known), true);
        return builder.build();
    }

    private void grow() {
        Expr m = pick(matrices);
        Expr b = pick(batches);
        switch (random.nextInt(16)) {
            case 0 -> matrices.add(Expressions.tanh(m));
            case 1 -> matrices.add(m.mul(0.5).add(pick(matrices).mul(0.4)));
            case 2 -> matrices.add(m.sub(Expressions.broadcast(Expressions.slice(pick(matrices), new int[] {1, 0}, new int[] {2, 4}), MATRIX))
                    .mul(0.5));
            case 3 -> matrices.add(m.mul(Expressions.slice(pick(matrices), new int[] {0, 2}, new int[] {3, 3})));
            case 4 -> matrices.add(Expressions.transpose(Expressions.reshape(m, Shape.of(4, 3)), 1, 0));
            case 5 -> matrices.add(Expressions.mean(b, 0));
            case 6 -> matrices.add(Expressions.reverse(m, random.nextInt(2)));
            case 7 -> matrices.add(Expressions.matmul(Expressions.matmul(m, pick(matrices), false, true), m).mul(0.1));
            case 8 -> batches.add(Expressions.tanh(b.add(m)));
            case 9 -> batches.add(Expressions.where(pick(masks), b, pick(batches)));
            case 10 -> batches.add(Expressions.where(pick(masks), 0, b.mul(Expressions.scalar("s"))));
            case 11 -> batches.add(b.sub(Expressions.maxKeep(b, 2)).mul(0.5));
            case 12 -> batches.add(Expressions.softmax(b.add(pick(batches))));
            case 13 -> batches.add(Expressions.matmul(Expressions.matmul(b, Expressions.transpose(pick(batches), 0, 2, 1)), b).mul(0.1)
                    .sub(Expressions.sumKeep(b, 1, 2).mul(0.01)));
            case 14 -> matrices.add(Expressions.pad(Expressions.slice(m, new int[] {0, 1}, new int[] {2, 4}), new int[] {1, 0},
                    new int[] {0, 1}, 0.25));
            default -> masks.add(pick(masks).and(Expressions.broadcast(matrices.get(1).gt(-0.5), BATCH)).not());
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Map<String, double[]> run(Backend backend, Graph graph, long seed) {
        Random values = new Random(seed);
        Map<String, Buffer> variables = new LinkedHashMap<>();
        for (String path : List.of("v0", "v1", "v2", "packed")) {
            double[] first = values.doubles(path.equals("packed") ? 24 : 12).map(v -> 2 * v - 1).toArray();
            Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, first.length);
            buffer.write(0, first, 0, first.length);
            variables.put(path, buffer);
        }
        Buffer x = backend.allocate(Type.REAL, Precision.FLOAT32, ROWS * 12);
        Map<String, double[]> results = new LinkedHashMap<>();
        try (Workspace workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, ROWS))
                .open(Bindings.of(variables, Map.of("x", x)))) {
            RunArguments arguments = new RunArguments(graph.scalars().size());
            java.util.Arrays.setAll(arguments.scalars(), i -> 3);
            for (int rows : new int[] {ROWS, 2, ROWS}) {
                double[] data = values.doubles(ROWS * 12).map(v -> 2 * v - 1).toArray();
                x.write(0, data, 0, data.length);
                workspace.run(arguments.rows(rows).step(rows));
                for (String output : graph.outputs().keySet()) {
                    results.put(output + " of run " + results.size(), Comparison.values(workspace.output(output)));
                }
            }
            results.put("rejected", new double[] {workspace.rejected()});
            variables.forEach((path, buffer) -> results.put(path, Comparison.values(buffer)));
        } finally {
            variables.values().forEach(Buffer::close);
            x.close();
        }
        return results;
    }
}
