package org.fascicle.backend.jit;

import static org.fascicle.api.expr.Shape.ROWS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.testing.Comparison;
import org.fascicle.backend.testing.Garbage;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.MixedPrecision;
import org.fascicle.compiler.rewrite.Rewriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps with products of bfloat16 by a library, on rows that are gathered from an input. */
class RoundedStepTest {
    private static final int TABLE = 40;
    private static final int[] UNITS = {70, 90, 40, 10};
    /** Sums of another order are now and then rounded the other way. */
    private static final float OTHER_ORDER = 1e-2f;

    private final List<JitBackend> backends = new ArrayList<>();
    private final Map<String, Shape> weights = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        backends.forEach(JitBackend::stop);
    }

    private JitBackend backend(int threads, SlowLibrary library) {
        JitBackend backend = Subject.backend(threads);
        backend.bind(library);
        backends.add(backend);
        return backend;
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "24,true", "33,true", "33,false", "131,true", "300,true"})
    void equalToTheBitForAnyNumberOfThreads(int rows, boolean readsPairs) {
        float[] one = trained(backend(1, new SlowLibrary(true, readsPairs)), rows);
        for (int threads : new int[] {2, 3, 4, 7}) {
            assertArrayEquals(one, trained(backend(threads, new SlowLibrary(true, readsPairs)), rows),
                    threads + " threads");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 33, 131})
    void asProductsWithoutALibrary(int rows) {
        float[] expected = trained(backend(1, null), rows);
        for (boolean readsPairs : new boolean[] {true, false}) {
            SlowLibrary library = new SlowLibrary(true, readsPairs);
            assertNear(expected, trained(backend(2, library), rows));
            assertTrue(library.runs.get() > 0);
        }
        assertNear(expected, trained(backend(2, new SlowLibrary(false)), rows));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsThatAreWrittenBetweenRunsAreGatheredAnew(boolean asACopy) {
        JitBackend backend = backend(2, new SlowLibrary(true));
        Run run = new Run(backend, 24);
        run.step();
        Run begun = new Run(backend, 24);
        begun.variables.forEach((path, buffer) -> buffer.copy(0, run.variables.get(path), 0, buffer.size()));
        begun.fillTable(7);
        begun.step();
        if (asACopy) {
            run.table.copy(0, begun.table, 0, begun.table.size());
        } else {
            run.fillTable(7);
        }
        run.step();
        assertArrayEquals(begun.outputs(), run.outputs());
    }

    /** A program may change what another one gathers from. */
    @Test
    void rowsThatAreAVariableOfAnotherProgramAreGatheredAnew() {
        JitBackend backend = backend(2, new SlowLibrary(true));
        Run run = new Run(backend, 24);
        Graph.Builder builder = new Graph.Builder();
        Shape shape = Shape.of(TABLE, UNITS[0]);
        Expr negative = Expressions.variable("t", Type.REAL, shape).neg();
        builder.commit(Variable.of("t", Type.REAL, shape), Comparison.node(negative, builder, new HashMap<>()), false);
        try (Workspace other = backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, 1))
                .open(Bindings.of(Map.of("t", run.table), Map.of()))) {
            run.step();
            other.run(new RunArguments(0).rows(1));
            run.step();
        }
        Run expected = new Run(backend, 24);
        expected.step();
        float[] transposed = new float[TABLE * UNITS[0]];
        run.table.read(0, transposed, 0, transposed.length);
        expected.table.write(0, transposed, 0, transposed.length);
        expected.step();
        assertArrayEquals(expected.outputs(), run.outputs());
    }

    @Test
    void rowsThatAreAnotherProgramsOutputAreGatheredAnew() {
        JitBackend backend = backend(2, new SlowLibrary(true));
        Expr x = Expressions.input("x", Type.REAL, Shape.of(TABLE, 64));
        Expr b = Expressions.input("b", Type.REAL, Shape.of(TABLE, 64));
        Expr rows = Expressions.gather(x, Expressions.input("rows", Type.INT32, Shape.of(ROWS)), 0);
        Buffer numbers = backend.allocate(Type.INT32, Precision.FLOAT32, 3);
        Buffer values = filled(backend, TABLE * 64, 1, new Random(2));
        try (Workspace writer = workspace(backend, "t", x.mul(2), 1, Map.of("x", values));
                Workspace reader = workspace(backend, "y",
                        Expressions.matmul(Bfloat16.round(rows), Bfloat16.round(b), false, true), 3,
                        Map.of("x", writer.output("t"), "rows", numbers, "b", filled(backend, TABLE * 64, 1, new Random(3))))) {
            float[] before = new float[TABLE];
            float[] after = new float[TABLE];
            for (float[] read : List.of(before, after)) {
                writer.run(new RunArguments(0).rows(1));
                reader.run(new RunArguments(0).rows(3));
                reader.output("y").read(0, read, 0, TABLE);
                values.write(0, new float[TABLE * 64], 0, TABLE * 64);
            }
            assertNotEquals(0, before[0]);
            assertArrayEquals(new float[TABLE], after);
        }
    }

    private static Workspace workspace(JitBackend backend, String output, Expr value, int rows, Map<String, Buffer> inputs) {
        Graph.Builder builder = new Graph.Builder();
        builder.output(output, Comparison.node(value, builder, new HashMap<>()));
        return backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, rows)).open(Bindings.of(Map.of(), inputs));
    }

    @Test
    void comesToAllocateNothing() {
        Run run = new Run(backend(2, new SlowLibrary(true)), 24);
        Garbage.assertComesToNone("fascicle-jit", run::step);
    }

    private float[] trained(JitBackend backend, int rows) {
        Run run = new Run(backend, rows);
        run.step();
        run.step();
        return run.outputs();
    }

    private static void assertNear(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], OTHER_ORDER * Math.max(1, Math.abs(expected[i])), "at " + i);
        }
    }

    private Expr weight(int in, int out) {
        String path = "w" + weights.size();
        weights.put(path, Shape.of(in, out));
        return Expressions.variable(path, Type.REAL, Shape.of(in, out));
    }

    private Graph graph() {
        weights.clear();
        Expr table = Expressions.input("table", Type.REAL, Shape.of(TABLE, 7, UNITS[0] / 7));
        Expr y = Expressions.reshape(Expressions.gather(table, Expressions.input("rows", Type.INT32, Shape.of(ROWS)), 0),
                Shape.of(ROWS, UNITS[0]));
        for (int layer = 1; layer < UNITS.length; layer++) {
            y = Expressions.matmul(y, weight(UNITS[layer - 1], UNITS[layer]));
            y = Expressions.where(y.gt(0), y, Expressions.expm1(y));
        }
        Expr loss = Rewriter.rewrite(List.of(Expressions.mean(Expressions.logSoftmax(y).mul(y), 0))).get(0);
        List<Expr> variables = new ArrayList<>();
        weights.forEach((path, shape) -> variables.add(Expressions.variable(path, Type.REAL, shape)));
        List<Expr> roots = new ArrayList<>(Differentiator.gradients(Expressions.sum(loss), variables));
        for (int i = 0; i < roots.size(); i++) {
            roots.set(i, variables.get(i).sub(roots.get(i).mul(0.1)));
        }
        roots.add(loss);
        List<Expr> rounded = MixedPrecision.apply(roots, new IdentityHashMap<>());
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        builder.output("loss", Comparison.node(rounded.get(rounded.size() - 1), builder, known));
        int at = 0;
        for (Map.Entry<String, Shape> weight : weights.entrySet()) {
            builder.commit(Variable.of(weight.getKey(), Type.REAL, weight.getValue()),
                    Comparison.node(rounded.get(at++), builder, known), false);
        }
        return builder.build();
    }

    /** A workspace with its data. */
    private final class Run {
        final Buffer table;
        private final Map<String, Buffer> variables = new LinkedHashMap<>();
        private final RunArguments arguments;
        private final Workspace workspace;

        Run(JitBackend backend, int rows) {
            Graph graph = graph();
            Random random = new Random(11);
            weights.forEach((path, shape) -> variables.put(path, filled(backend, (int) shape.size(), 0.2, random)));
            table = filled(backend, TABLE * UNITS[0], 1, random);
            Buffer numbers = backend.allocate(Type.INT32, Precision.FLOAT32, rows);
            numbers.write(0, random.ints(rows, -1, TABLE + 1).toArray(), 0, rows);
            arguments = new RunArguments(graph.scalars().size()).rows(rows);
            Arrays.fill(arguments.scalars(), rows);
            workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, rows))
                    .open(Bindings.of(variables, Map.of("table", table, "rows", numbers)));
        }

        void step() {
            workspace.run(arguments);
        }

        void fillTable(long seed) {
            table.write(0, new Random(seed).doubles(table.size(), -1, 1).toArray(), 0, (int) table.size());
        }

        /** All weights and the loss. */
        float[] outputs() {
            int size = variables.values().stream().mapToInt(buffer -> (int) buffer.size()).sum();
            float[] values = new float[size + UNITS[UNITS.length - 1]];
            int at = 0;
            for (Buffer buffer : variables.values()) {
                buffer.read(0, values, at, (int) buffer.size());
                at += (int) buffer.size();
            }
            workspace.output("loss").read(0, values, at, values.length - at);
            return values;
        }
    }

    private static Buffer filled(JitBackend backend, int size, double scale, Random random) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, size);
        buffer.write(0, random.doubles(size, -scale, scale).toArray(), 0, size);
        return buffer;
    }
}
