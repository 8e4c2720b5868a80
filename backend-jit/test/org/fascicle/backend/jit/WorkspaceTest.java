package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
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

class WorkspaceTest {
    private static final Shape SHAPE = Shape.of(3);

    private final Map<Expr, Node> known = new HashMap<>();
    private final Graph.Builder builder = new Graph.Builder();
    private final Map<String, Buffer> variables = new HashMap<>();
    private final Map<String, Buffer> inputs = new HashMap<>();
    private Backend backend = Subject.jit();

    private Expr variable(String path, Shape shape, double... values) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, shape.size());
        buffer.write(0, values, 0, values.length);
        variables.put(path, buffer);
        return Expressions.variable(path, Type.REAL, shape);
    }

    private Expr input(String name, Shape shape, int rows) {
        inputs.put(name, backend.allocate(Type.REAL, Precision.FLOAT32, shape.size(rows)));
        return Expressions.input(name, Type.REAL, shape);
    }

    private void commit(Expr variable, Expr value, boolean guarded) {
        builder.commit(Variable.of(variable.attributes().text("path"), variable.type(), variable.shape()), node(value),
                guarded);
    }

    private Node node(Expr expression) {
        return Comparison.node(expression, builder, known);
    }

    private Workspace open(int rows) {
        return backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, rows)).open(Bindings.of(variables,
                inputs));
    }

    private double[] value(String path) {
        return Comparison.values(variables.get(path));
    }

    @Test
    void commitsAreSimultaneous() {
        Expr a = variable("a", SHAPE, 1, 2, 3);
        Expr b = variable("b", SHAPE, 10, 20, 30);
        Expr c = variable("c", SHAPE, 0, 0, 0);
        Expr d = variable("d", SHAPE, 5, 5, 5);
        commit(a, b, false);
        commit(b, a, false);
        commit(c, a.add(b), false);
        commit(d, d, false);
        builder.output("old", node(a));
        try (Workspace workspace = open(1)) {
            workspace.run(new RunArguments(0));
            assertArrayEquals(new double[] {10, 20, 30}, value("a"));
            assertArrayEquals(new double[] {1, 2, 3}, value("b"));
            assertArrayEquals(new double[] {11, 22, 33}, value("c"));
            assertArrayEquals(new double[] {5, 5, 5}, value("d"));
            assertArrayEquals(new double[] {1, 2, 3}, Comparison.values(workspace.output("old")));
        }
    }

    @Test
    void updatesInPlaceReadTheOldValues() {
        Expr p = variable("p", SHAPE, 1, 2, 3);
        Expr v = variable("v", SHAPE, 1, 1, 1);
        Expr velocity = v.mul(0.5).sub(p.mul(0.1));
        commit(v, velocity, false);
        commit(p, p.add(velocity.mul(0.5)).sub(p.mul(0.1)), false);
        builder.output("sum", node(Expressions.sum(p.mul(v))));
        try (Workspace workspace = open(1)) {
            workspace.run(new RunArguments(0));
            assertEquals(6, Comparison.values(workspace.output("sum"))[0], 1e-6);
            assertArrayEquals(new double[] {0.4, 0.3, 0.2}, value("v"), 1e-6);
            assertArrayEquals(new double[] {1.1, 1.95, 2.8}, value("p"), 1e-6);
        }
    }

    @Test
    void guardedCommitsAreLeftOut() {
        Expr p = variable("p", SHAPE, 1, 2, 3);
        Expr q = variable("q", Shape.scalar(), 1);
        Expr count = variable("count", Shape.scalar(), 0);
        Expr x = input("x", Shape.scalar(), 1);
        Expr loss = Expressions.sum(p).div(x);
        builder.guard(node(Expressions.abs(loss).lt(Double.POSITIVE_INFINITY)));
        commit(p, p.sub(Expressions.exp(p)), true);
        commit(q, q.add(loss), true);
        commit(count, count.add(1), false);
        builder.output("loss", node(loss));
        try (Workspace workspace = open(1)) {
            workspace.run(new RunArguments(0));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {1, 2, 3}, value("p"));
            assertArrayEquals(new double[] {1}, value("q"));
            assertEquals(Double.POSITIVE_INFINITY, Comparison.values(workspace.output("loss"))[0]);
            inputs.get("x").write(0, new float[] {2}, 0, 1);
            workspace.run(new RunArguments(0));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {4}, value("q"));
            assertEquals(1 - Math.E, value("p")[0], 1e-6);
            assertArrayEquals(new double[] {2}, value("count"));
        }
    }

    /** An update in the manner of adam, of more elements than a strip has, with every operation that strips take. */
    @Test
    void greatTensorsAreUpdatedStripByStrip() {
        int size = 100_003;
        double[] first = new Random(3).doubles(2 * size).map(v -> 2 * v - 1).toArray();
        List<double[]> results = new ArrayList<>();
        for (Backend each : List.of(new ReferenceBackend(), Subject.jit())) {
            WorkspaceTest test = new WorkspaceTest();
            test.backend = each;
            Shape shape = Shape.of(size);
            Expr p = test.variable("p", shape, java.util.Arrays.copyOf(first, size));
            Expr m = test.variable("m", shape, java.util.Arrays.copyOfRange(first, size, 2 * size));
            Expr v = test.variable("v", shape, new double[size]);
            Expr g = Expressions.tanh(p).sub(Expressions.maximum(m, 0.1)).mul(Expressions.scalar("rate"));
            Expr velocity = v.add(g.mul(g).sub(v).mul(0.1));
            Expr momentum = m.add(g.sub(m).mul(0.5));
            test.commit(v, velocity, true);
            test.commit(m, momentum, true);
            test.commit(p, Expressions.where(g.gt(0), p, p.sub(momentum.div(Expressions.sqrt(velocity).add(0.1)))), true);
            test.builder.guard(test.node(Expressions.sum(p).lt(1e30)));
            try (Workspace workspace = test.open(1)) {
                RunArguments arguments = new RunArguments(1);
                arguments.scalars()[0] = 0.7;
                workspace.run(arguments);
                workspace.run(arguments);
                workspace.await();
                double[] all = new double[3 * size];
                System.arraycopy(test.value("p"), 0, all, 0, size);
                System.arraycopy(test.value("m"), 0, all, size, size);
                System.arraycopy(test.value("v"), 0, all, 2 * size, size);
                results.add(all);
            }
        }
        assertArrayEquals(results.get(0), results.get(1), 1e-4);
    }

    @Test
    void rowsChangeFromRunToRun() {
        Expr x = input("x", Shape.of(Shape.ROWS, 2), 5);
        inputs.get("x").write(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0, 10);
        builder.output("y", node(x.mul(2)));
        builder.output("mean", node(Expressions.mean(x, 0)));
        try (Workspace workspace = open(5)) {
            RunArguments arguments = new RunArguments(1);
            for (int rows : new int[] {5, 2, 1, 3, 4, 5, 2}) {
                arguments.scalars()[0] = rows;
                workspace.run(arguments.rows(rows));
                double[] y = Comparison.values(workspace.output("y"));
                assertEquals(rows * 2, y.length);
                assertEquals(rows * 4, y[y.length - 1]);
                assertEquals(rows, Comparison.values(workspace.output("mean"))[0], 1e-6);
            }
            assertThrows(BackendException.class, () -> workspace.run(arguments.rows(6)));
            assertThrows(BackendException.class, () -> workspace.run(arguments.rows(0)));
        }
    }

    @Test
    void bindingsMustFit() {
        Expr x = input("x", Shape.of(Shape.ROWS, 2), 2);
        builder.output("y", node(x.mul(2)));
        assertTrue(assertThrows(BackendException.class, () -> open(3)).getMessage().contains("'x'"));
        inputs.put("x", new ReferenceBackend().allocate(Type.REAL, Precision.FLOAT32, 100));
        assertThrows(BackendException.class, () -> open(3));
        inputs.clear();
        assertThrows(BackendException.class, () -> open(3));
        assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT64, 3));
    }

    @Test
    void buffersCopyAndCheckTheirBounds() {
        Buffer a = backend.allocate(Type.INT32, Precision.FLOAT32, 6);
        a.write(0, new int[] {1, 2, 3, 4, 5, 6}, 0, 6);
        a.copy(1, a, 0, 4);
        assertArrayEquals(new double[] {1, 1, 2, 3, 4, 6}, Comparison.values(a));
        a.copy(0, a, 1, 5);
        assertArrayEquals(new double[] {1, 2, 3, 4, 6, 6}, Comparison.values(a));
        assertThrows(BackendException.class, () -> a.write(5, new int[2], 0, 2));
        assertThrows(BackendException.class, () -> a.read(-1, new int[2], 0, 2));
        assertThrows(BackendException.class, () -> a.read(0, new float[1], 0, 1));
        a.close();
        assertThrows(BackendException.class, () -> a.read(0, new int[1], 0, 1));
        a.close();
    }

    @Test
    void manyThreadsShareOneBackend() throws Exception {
        Expr x = Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, 40));
        Expr w = variable("w", Shape.of(40, 40), new Random(1).doubles(1600).toArray());
        builder.output("y", node(Expressions.tanh(Expressions.matmul(x, w))));
        Graph graph = builder.build();
        List<Future<double[]>> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int t = 0; t < 4; t++) {
                results.add(threads.submit(() -> {
                    Buffer in = backend.allocate(Type.REAL, Precision.FLOAT32, 8 * 40);
                    in.write(0, new Random(2).doubles(320).toArray(), 0, 320);
                    double[] last = null;
                    try (Workspace workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, 8))
                            .open(Bindings.of(variables, Map.of("x", in)))) {
                        for (int i = 0; i < 200; i++) {
                            workspace.run(new RunArguments(0).rows(1 + i % 8));
                            last = Comparison.values(workspace.output("y"));
                        }
                    }
                    in.close();
                    return last;
                }));
            }
            for (Future<double[]> result : results) {
                assertArrayEquals(results.get(0).get(), result.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aStoppedBackendEndsItsThreadsAndRefusesWhatIsLeft() {
        JitBackend other = new JitBackend(Map.of("threads", "3"));
        backend = other;
        Expr x = input("x", Shape.of(40_000), 1);
        builder.output("y", node(x.mul(2)));
        Workspace workspace = open(1);
        RunArguments arguments = new RunArguments(0);
        workspace.run(arguments);
        assertTrue(helpers() >= 2);
        long before = helpers();
        other.stop();
        assertEquals(before - 2, helpers());
        assertThrows(BackendException.class, () -> other.allocate(Type.REAL, Precision.FLOAT32, 1));
        assertThrows(BackendException.class, () -> workspace.run(arguments));
        workspace.close();
        other.stop();
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("fascicle-jit"))
                .count();
    }

    @Test
    void closedBuffersAreNotRead() {
        Expr x = input("x", Shape.of(4), 1);
        builder.output("y", node(x.mul(2)));
        try (Workspace workspace = open(1)) {
            inputs.get("x").close();
            assertThrows(BackendException.class, () -> workspace.run(new RunArguments(0)));
        }
    }

    /** Steps leave no garbage. In vector form they do until the compiler has got to them: vectors are objects before. */
    @Test
    void stepsMakeNoGarbage() {
        backend = new JitBackend(Form.PLAIN, 1);
        Expr x = input("x", Shape.of(Shape.ROWS, 50), 32);
        Expr w = variable("w", Shape.of(50, 20), new Random(1).doubles(1000).toArray());
        Expr b = variable("b", Shape.of(20), new double[20]);
        Expr z = Expressions.matmul(x, w).add(b);
        Expr h = Expressions.where(z.gt(0), z, Expressions.expm1(z));
        Expr g = Expressions.softmax(h).sub(0.1);
        commit(w, w.sub(Expressions.matmul(x, g, true, false).mul(Expressions.scalar("rate"))), true);
        commit(b, b.sub(Expressions.sum(g, 0).mul(Expressions.scalar("rate"))), true);
        builder.guard(node(Expressions.sum(g).lt(1e30)));
        try (Workspace workspace = open(32)) {
            RunArguments arguments = new RunArguments(2);
            com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            for (int i = 0; i < 100; i++) {
                workspace.run(arguments.rows(i % 10 == 9 ? 7 : 32));
            }
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 200; i++) {
                workspace.run(arguments.rows(i % 10 == 9 ? 7 : 32));
            }
            long perStep = (threads.getThreadAllocatedBytes(thread) - before) / 200;
            assertTrue(perStep < 64, perStep + " bytes per step");
        }
    }
}
