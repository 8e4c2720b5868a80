package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
import org.fascicle.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs and buffers: commits, the guard, rows, what is refused, several threads at a time, and no garbage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WorkspaceContract extends BackendContract {
    private static final Shape SHAPE = Shape.of(3);
    private static final int ATTEMPTS = 5;

    Stream<Backend> backends() {
        return families().stream().map(family -> family.get(0));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void commitsAreSimultaneous(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr a = bench.variable("a", SHAPE, 1, 2, 3);
        Expr b = bench.variable("b", SHAPE, 10, 20, 30);
        Expr c = bench.variable("c", SHAPE, 0, 0, 0);
        Expr d = bench.variable("d", SHAPE, 5, 5, 5);
        bench.commit(a, b, false);
        bench.commit(b, a, false);
        bench.commit(c, a.add(b), false);
        bench.commit(d, d, false);
        bench.builder.output("old", bench.node(a));
        try (Workspace workspace = bench.open(1)) {
            workspace.run(new RunArguments(0));
            assertArrayEquals(new double[] {10, 20, 30}, bench.value("a"));
            assertArrayEquals(new double[] {1, 2, 3}, bench.value("b"));
            assertArrayEquals(new double[] {11, 22, 33}, bench.value("c"));
            assertArrayEquals(new double[] {5, 5, 5}, bench.value("d"));
            assertArrayEquals(new double[] {1, 2, 3}, Comparison.values(workspace.output("old")));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void updatesInPlaceReadTheOldValues(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr p = bench.variable("p", SHAPE, 1, 2, 3);
        Expr v = bench.variable("v", SHAPE, 1, 1, 1);
        Expr velocity = v.mul(0.5).sub(p.mul(0.1));
        bench.commit(v, velocity, false);
        bench.commit(p, p.add(velocity.mul(0.5)).sub(p.mul(0.1)), false);
        bench.builder.output("sum", bench.node(Expressions.sum(p.mul(v))));
        try (Workspace workspace = bench.open(1)) {
            workspace.run(new RunArguments(0));
            assertEquals(6, Comparison.values(workspace.output("sum"))[0], 1e-6);
            assertArrayEquals(new double[] {0.4, 0.3, 0.2}, bench.value("v"), 1e-6);
            assertArrayEquals(new double[] {1.1, 1.95, 2.8}, bench.value("p"), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void guardedCommitsAreLeftOut(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr p = bench.variable("p", SHAPE, 1, 2, 3);
        Expr q = bench.variable("q", Shape.scalar(), 1);
        Expr count = bench.variable("count", Shape.scalar(), 0);
        Expr x = bench.input("x", Shape.scalar(), 1);
        Expr loss = Expressions.sum(p).div(x);
        bench.builder.guard(bench.node(Expressions.abs(loss).lt(Double.POSITIVE_INFINITY)));
        bench.commit(p, p.sub(Expressions.exp(p)), true);
        bench.commit(q, q.add(loss), true);
        bench.commit(count, count.add(1), false);
        bench.builder.output("loss", bench.node(loss));
        try (Workspace workspace = bench.open(1)) {
            workspace.run(new RunArguments(0));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {1, 2, 3}, bench.value("p"));
            assertArrayEquals(new double[] {1}, bench.value("q"));
            assertEquals(Double.POSITIVE_INFINITY, Comparison.values(workspace.output("loss"))[0]);
            bench.inputs().get("x").write(0, new float[] {2}, 0, 1);
            workspace.run(new RunArguments(0));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {4}, bench.value("q"));
            assertEquals(1 - Math.E, bench.value("p")[0], 1e-6);
            assertArrayEquals(new double[] {2}, bench.value("count"));
        }
    }

    /** Whoever asks for steps without waiting finds the parameters as the refused one found them, whatever came behind it. */
    @ParameterizedTest
    @MethodSource("backends")
    void runsBehindARefusedOneAreRefusedUntilItIsReported(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr p = bench.variable("p", SHAPE, 1, 2, 3);
        Expr q = bench.variable("q", SHAPE, 4, 5, 6);
        Expr count = bench.variable("count", Shape.scalar(), 0);
        Expr rate = Expressions.scalar("rate");
        bench.builder.guard(bench.node(Expressions.abs(rate).lt(Double.POSITIVE_INFINITY)));
        bench.commit(p, q.add(rate), true);
        bench.commit(q, p.mul(rate), true);
        bench.commit(count, count.add(1), false);
        try (Workspace workspace = bench.open(1)) {
            for (double value : new double[] {1, Double.NaN, 2, 3, Double.POSITIVE_INFINITY, 4}) {
                RunArguments arguments = new RunArguments(1);
                arguments.scalars()[0] = value;
                workspace.run(arguments);
            }
            workspace.await();
            assertTrue(workspace.rejectedSoFar() <= 5);
            assertEquals(5, workspace.rejected());
            assertEquals(5, workspace.rejectedSoFar());
            assertArrayEquals(new double[] {5, 6, 7}, bench.value("p"));
            assertArrayEquals(new double[] {1, 2, 3}, bench.value("q"));
            assertArrayEquals(new double[] {6}, bench.value("count"));
            RunArguments arguments = new RunArguments(1);
            arguments.scalars()[0] = 2;
            workspace.run(arguments);
            assertEquals(5, workspace.rejected());
            assertArrayEquals(new double[] {3, 4, 5}, bench.value("p"));
            assertArrayEquals(new double[] {10, 12, 14}, bench.value("q"));
        }
    }

    /** A run sees what was written before it was asked for, and nothing of what was written behind it, though it may go on then. */
    @ParameterizedTest
    @MethodSource("backends")
    void whatIsWrittenBehindARunIsForTheNextOne(Backend backend) {
        int size = 300_001;
        int runs = 21;
        Workbench bench = new Workbench(backend);
        Expr sum = bench.variable("sum", Shape.of(2), 0, 0);
        Expr x = bench.input("x", Shape.of(size), 1);
        Expr ends = Expressions.iota(Shape.of(2), 0).mul(Expressions.constant(size - 1, Type.INT32));
        bench.commit(sum, sum.mul(0.5).add(Expressions.gather(x, ends, 0)), false);
        double first = 0;
        double last = 0;
        try (Workspace workspace = bench.open(1)) {
            float[] values = new float[size];
            for (int run = 0; run < runs; run++) {
                values[0] = run % 3;
                values[size - 1] = run % 2;
                bench.inputs().get("x").write(0, values, 0, size);
                workspace.run(new RunArguments(0));
                // No rounding: halves of small numbers.
                first = first / 2 + run % 3;
                last = last / 2 + run % 2;
            }
            assertArrayEquals(new double[] {first, last}, bench.value("sum"));
        }
    }

    /** An update in the manner of adam, of more elements than a strip has, with every operation that strips take. */
    @ParameterizedTest
    @MethodSource("backends")
    void greatTensorsAreUpdatedStripByStrip(Backend backend) {
        int size = 100_003;
        double[] first = new Random(3).doubles(2 * size).map(v -> 2 * v - 1).toArray();
        List<double[]> results = new ArrayList<>();
        for (Backend each : List.of(new ReferenceBackend(), backend)) {
            Workbench bench = new Workbench(each);
            Shape shape = Shape.of(size);
            Expr p = bench.variable("p", shape, Arrays.copyOf(first, size));
            Expr m = bench.variable("m", shape, Arrays.copyOfRange(first, size, 2 * size));
            Expr v = bench.variable("v", shape, new double[size]);
            Expr g = Expressions.tanh(p).sub(Expressions.maximum(m, 0.1)).mul(Expressions.scalar("rate"));
            Expr velocity = v.add(g.mul(g).sub(v).mul(0.1));
            Expr momentum = m.add(g.sub(m).mul(0.5));
            bench.commit(v, velocity, true);
            bench.commit(m, momentum, true);
            bench.commit(p, Expressions.where(g.gt(0), p, p.sub(momentum.div(Expressions.sqrt(velocity).add(0.1)))), true);
            bench.builder.guard(bench.node(Expressions.sum(p).lt(1e30)));
            try (Workspace workspace = bench.open(1)) {
                RunArguments arguments = new RunArguments(1);
                arguments.scalars()[0] = 0.7;
                workspace.run(arguments);
                workspace.run(arguments);
                workspace.await();
                double[] all = new double[3 * size];
                System.arraycopy(bench.value("p"), 0, all, 0, size);
                System.arraycopy(bench.value("m"), 0, all, size, size);
                System.arraycopy(bench.value("v"), 0, all, 2 * size, size);
                results.add(all);
            }
        }
        assertArrayEquals(results.get(0), results.get(1), 1e-4);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void rowsChangeFromRunToRun(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(Shape.ROWS, 2), 5);
        bench.inputs().get("x").write(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0, 10);
        bench.builder.output("y", bench.node(x.mul(2)));
        bench.builder.output("mean", bench.node(Expressions.mean(x, 0)));
        try (Workspace workspace = bench.open(5)) {
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

    @ParameterizedTest
    @MethodSource("backends")
    void bindingsMustFit(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(Shape.ROWS, 2), 2);
        bench.builder.output("y", bench.node(x.mul(2)));
        assertTrue(assertThrows(BackendException.class, () -> bench.open(3)).getMessage().contains("'x'"));
        bench.inputs().put("x", new ReferenceBackend().allocate(Type.REAL, Precision.FLOAT32, 100));
        assertThrows(BackendException.class, () -> bench.open(3));
        bench.inputs().clear();
        assertThrows(BackendException.class, () -> bench.open(3));
        assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT64, 3));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void buffersCopyAndCheckTheirBounds(Backend backend) {
        Buffer a = backend.allocate(Type.INT32, Precision.FLOAT32, 6);
        a.write(0, new int[] {1, 2, 3, 4, 5, 6}, 0, 6);
        a.copy(1, a, 0, 4);
        assertArrayEquals(new double[] {1, 1, 2, 3, 4, 6}, Comparison.values(a));
        a.copy(0, a, 1, 5);
        assertArrayEquals(new double[] {1, 2, 3, 4, 6, 6}, Comparison.values(a));
        outside("elements 5 to before 7", () -> a.write(5, new int[2], 0, 2));
        outside("elements -1 to before 1", () -> a.read(-1, new int[2], 0, 2));
        outside("elements 4294967296 to before 4294967297", () -> a.read(1L << 32, new int[1], 0, 1));
        outside("elements 2 to before 4 are not within an array of 3", () -> a.read(0, new int[3], 2, 2));
        outside("elements 5 to before 7", () -> a.copy(0, a, 5, 2));
        outside("elements 5 to before 7", () -> a.copy(5, a, 0, 2));
        assertArrayEquals(new double[] {1, 2, 3, 4, 6, 6}, Comparison.values(a));
        assertThrows(BackendException.class, () -> a.read(0, new float[1], 0, 1));
        a.close();
        assertThrows(BackendException.class, () -> a.read(0, new int[1], 0, 1));
        a.close();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void manyThreadsShareOneBackend(Backend backend) throws Exception {
        Workbench bench = new Workbench(backend);
        Expr x = Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, 40));
        Expr w = bench.variable("w", Shape.of(40, 40), new Random(1).doubles(1600).toArray());
        bench.builder.output("y", bench.node(Expressions.tanh(Expressions.matmul(x, w))));
        Graph graph = bench.builder.build();
        List<Future<double[]>> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int t = 0; t < 4; t++) {
                results.add(threads.submit(() -> {
                    Buffer in = backend.allocate(Type.REAL, Precision.FLOAT32, 8 * 40);
                    in.write(0, new Random(2).doubles(320).toArray(), 0, 320);
                    double[] last = null;
                    try (Workspace workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, 8))
                            .open(Bindings.of(bench.variables(), Map.of("x", in)))) {
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

    @ParameterizedTest
    @MethodSource("backends")
    void closedBuffersAreNotRead(Backend backend) {
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(4), 1);
        bench.builder.output("y", bench.node(x.mul(2)));
        try (Workspace workspace = bench.open(1)) {
            bench.inputs().get("x").close();
            assertThrows(BackendException.class, () -> workspace.run(new RunArguments(0)));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aRefusedWriteWritesNothing(Backend backend) {
        Buffer truth = backend.allocate(Type.BOOL, Precision.FLOAT32, 3);
        assertThrows(BackendException.class, () -> truth.write(0, new int[] {1, 1, 2}, 0, 3));
        assertArrayEquals(new double[3], Comparison.values(truth));
        Buffer reals = backend.allocate(Type.REAL, Precision.FLOAT32, 3);
        outside("elements 1 to before 3 are not within an array of 2", () -> reals.write(0, new double[] {1, 1}, 1, 2));
        outside("elements 2 to before 4", () -> reals.write(2, new float[] {1, 1}, 0, 2));
        assertArrayEquals(new double[3], Comparison.values(reals));
    }

    /**
     * Steps leave no garbage, though rows change, on the threads that run them and on the one that asks for them. Where code is
     * generated, the compiler of JDK 17 now and then leaves a kernel's vectors objects for good: then kernels that it has not
     * met before have to show it.
     */
    @ParameterizedTest
    @MethodSource("backends")
    void stepsMakeNoGarbage(Backend backend) {
        for (int attempt = 0;; attempt++) {
            try {
                makesNoGarbage(backend, attempt);
                return;
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS - 1) {
                    throw e;
                }
            }
        }
    }

    private static void makesNoGarbage(Backend backend, int more) {
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(Shape.ROWS, 50), 32);
        Expr w = bench.variable("w", Shape.of(50, 20), new Random(1).doubles(1000).toArray());
        Expr b = bench.variable("b", Shape.of(20), new double[20]);
        Expr z = Expressions.matmul(x, w).add(b);
        for (int i = 0; i < more; i++) {
            z = Expressions.tanh(z).add(b);
        }
        Expr h = Expressions.where(z.gt(0), z, Expressions.expm1(z));
        Expr g = Expressions.softmax(h).sub(0.1);
        bench.commit(w, w.sub(Expressions.matmul(x, g, true, false).mul(Expressions.scalar("rate"))), true);
        bench.commit(b, b.sub(Expressions.sum(g, 0).mul(Expressions.scalar("rate"))), true);
        bench.builder.guard(bench.node(Expressions.sum(g).lt(1e30)));
        try (Workspace workspace = bench.open(32)) {
            RunArguments arguments = new RunArguments(2);
            AtomicInteger steps = new AtomicInteger();
            Garbage.assertComesToNone("fascicle-", () -> {
                workspace.run(arguments.rows(steps.incrementAndGet() % 2 == 0 ? 7 : 32));
                workspace.await();
            });
        }
    }

    private static void outside(String problem, Executable action) {
        String message = assertThrows(IndexOutOfBoundsException.class, action).getMessage();
        assertTrue(message.contains(problem), message);
    }
}
