package org.fascicle.backend.reference;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.scatterAdd;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.sun.management.ThreadMXBean;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.junit.jupiter.api.Test;

/** Runs: rows, commits, the guard, what is refused, and two at a time. */
class WorkspaceTest {
    private static final CompileSettings SETTINGS = CompileSettings.of(Precision.FLOAT64, 4);
    private static final Shape PAIR = Shape.of(2);

    private final Backend backend = new ReferenceBackend();
    private final Graph.Builder builder = new Graph.Builder();
    private final Map<Expr, Node> nodes = new HashMap<>();

    @Test
    void commitsAreSimultaneous() {
        // Swap, directly and through a computation.
        Node a = node(variable("a", Type.REAL, PAIR));
        Node b = node(variable("b", Type.REAL, PAIR));
        builder.commit(pair("a"), b, false).commit(pair("b"), a, false).output("was", a);
        Buffer bufferA = buffer(1, 2);
        Buffer bufferB = buffer(3, 4);
        Workspace workspace = open(Map.of("a", bufferA, "b", bufferB), Map.of());
        workspace.run(new RunArguments(0));
        assertArrayEquals(new double[] {3, 4}, read(bufferA));
        assertArrayEquals(new double[] {1, 2}, read(bufferB));
        // An output is what it was in the run, though its variable was written after it.
        assertArrayEquals(new double[] {1, 2}, read(workspace.output("was")));
    }

    @Test
    void guardedCommitsNeedTheGuard() {
        Expr x = variable("x", Type.REAL, PAIR);
        builder.commit(pair("x"), node(x.add(1)), true);
        builder.commit(Variable.of("runs", Type.INT32, Shape.scalar()),
                node(variable("runs", Type.INT32, Shape.scalar()).add(1)), false);
        builder.guard(node(sum(x).lt(6)));
        Buffer buffer = buffer(1, 2);
        Buffer runs = backend.allocate(Type.INT32, Precision.FLOAT64, 1);
        Workspace workspace = open(Map.of("x", buffer, "runs", runs), Map.of());
        RunArguments arguments = new RunArguments(0);
        workspace.run(arguments);
        assertEquals(0, workspace.rejected());
        workspace.run(arguments);
        assertArrayEquals(new double[] {3, 4}, read(buffer));
        workspace.run(arguments);
        workspace.run(arguments);
        assertArrayEquals(new double[] {3, 4}, read(buffer));
        assertEquals(2, workspace.rejected());
        int[] count = new int[1];
        runs.read(0, count, 0, 1);
        assertEquals(4, count[0]);
    }

    @Test
    void nanMakesAGuardFalse() {
        Expr x = variable("x", Type.REAL, PAIR);
        builder.commit(pair("x"), node(x.mul(2)), true);
        builder.guard(node(sum(x).sub(sum(x)).eq(0)));
        Buffer buffer = buffer(1, Double.NaN);
        Workspace workspace = open(Map.of("x", buffer), Map.of());
        workspace.run(new RunArguments(0));
        assertArrayEquals(new double[] {1, Double.NaN}, read(buffer));
        assertEquals(1, workspace.rejected());
    }

    @Test
    void outputsHoldTheRowsOfTheRun() {
        Expr x = input("x", Type.REAL, Shape.batch(2));
        builder.output("twice", node(x.mul(2))).output("sum", node(sum(x, 0))).output("x", node(x));
        Buffer data = buffer(1, 2, 3, 4, 5, 6, 7, 8);
        Workspace workspace = open(Map.of(), Map.of("x", data));
        RunArguments arguments = new RunArguments(0);
        workspace.run(arguments.rows(4));
        Buffer twice = workspace.output("twice");
        assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12, 14, 16}, read(twice));
        workspace.run(arguments.rows(1));
        assertArrayEquals(new double[] {2, 4}, read(twice));
        assertArrayEquals(new double[] {1, 2}, read(workspace.output("x")));
        workspace.run(arguments.rows(3));
        assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, read(twice));
        assertArrayEquals(new double[] {9, 12}, read(workspace.output("sum")));
    }

    /** What adds up into its result begins anew in each run. */
    @Test
    void runsDoNotAddUp() {
        Expr x = input("x", Type.REAL, Shape.of(2, 2));
        Expr updates = sum(x, 0);
        builder.output("product", node(matmul(x, x)));
        builder.output("sums", node(updates));
        builder.output("running", node(cumsum(updates, 0)));
        builder.output("scattered", node(scatterAdd(PAIR, iota(PAIR, 0), updates, 0, 0)));
        Workspace workspace = open(Map.of(), Map.of("x", buffer(1, 2, 3, 4)));
        for (int run = 0; run < 3; run++) {
            workspace.run(new RunArguments(0));
            assertArrayEquals(new double[] {7, 10, 15, 22}, read(workspace.output("product")));
            assertArrayEquals(new double[] {4, 6}, read(workspace.output("sums")));
            assertArrayEquals(new double[] {4, 10}, read(workspace.output("running")));
            assertArrayEquals(new double[] {4, 6}, read(workspace.output("scattered")));
        }
    }

    @Test
    void aBufferThatWasClosedTakesNoCommit() {
        builder.commit(pair("x"), node(variable("x", Type.REAL, PAIR).add(1)), false);
        Buffer buffer = buffer(1, 2);
        Workspace workspace = open(Map.of("x", buffer), Map.of());
        buffer.close();
        refused("closed", () -> workspace.run(new RunArguments(0)));
    }

    @Test
    void largerBuffersMayBeBound() {
        builder.output("y", node(input("x", Type.REAL, PAIR).add(1)));
        Workspace workspace = open(Map.of(), Map.of("x", buffer(1, 2, 3)));
        workspace.run(new RunArguments(0));
        assertArrayEquals(new double[] {2, 3}, read(workspace.output("y")));
    }

    @Test
    void bindingsThatDoNotFitAreRefused() {
        builder.output("y", node(input("x", Type.REAL, Shape.batch(2)).add(variable("v", Type.REAL, PAIR))));
        Buffer v = buffer(1, 2);
        refused("no buffer is bound to the input 'x'", () -> open(Map.of("v", v), Map.of()));
        refused("must have 8 elements", () -> open(Map.of("v", v), Map.of("x", buffer(1, 2, 3, 4, 5, 6))));
        refused("the input 'x' must be of real (float64)", () -> open(Map.of("v", v),
                Map.of("x", backend.allocate(Type.REAL, Precision.FLOAT32, 8))));
        refused("the input 'x' must be of real (float64)", () -> open(Map.of("v", v),
                Map.of("x", backend.allocate(Type.INT32, Precision.FLOAT64, 8))));
        Buffer closed = buffer(1, 2);
        closed.close();
        refused("closed", () -> open(Map.of("v", closed), Map.of("x", buffer(1, 2, 3, 4, 5, 6, 7, 8))));
    }

    @Test
    void argumentsThatDoNotFitAreRefused() {
        builder.output("y", builder.scalar(scalar("rate"), "test"));
        Workspace workspace = open(Map.of(), Map.of());
        refused("5 rows", () -> workspace.run(new RunArguments(1).rows(5)));
        refused("0 rows", () -> workspace.run(new RunArguments(1).rows(0)));
        refused("1 scalars", () -> workspace.run(new RunArguments(0)));
        refused("no output 'z', only [y]", () -> workspace.output("z"));
        workspace.close();
        refused("closed", () -> workspace.run(new RunArguments(1)));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        builder.output("y", node(full(Shape.of(70_000, 70_000), 0)));
        refused("%1 = broadcast(%0) real [70000, 70000] {shape=[70000, 70000]} from test needs 36.5 GiB, and one array has room for",
                () -> open(Map.of(), Map.of()));
        Graph.Builder many = new Graph.Builder();
        Node previous = many.add(constant(1), List.of(), "test");
        Expr large = full(Shape.of(2_000_000_000), 1);
        for (int i = 0; i < 40; i++) {
            previous = many.add(i == 0 ? large : large.neg(), List.of(previous), "test");
        }
        Executable program = backend.compile(many.output("y", previous).build(), SETTINGS);
        Bindings none = Bindings.of(Map.of(), Map.of());
        refused("a workspace of 41 operations with 4 rows needs 596.0 GiB, and the Java heap has room for",
                () -> program.open(none));
    }

    @Test
    void capabilities() {
        assertEquals("reference", backend.name());
        assertEquals(1, backend.capabilities().threads());
        assertEquals(EnumSet.complementOf(EnumSet.of(Precision.TF32)), backend.capabilities().precisions());
    }

    @Test
    void whatItDoesNotComputeInIsRefused() {
        String message = "reference computes in float32 or float64, not in tf32";
        refused(message, () -> backend.allocate(Type.REAL, Precision.TF32, 1));
        refused(message, () -> backend.compile(new Graph.Builder().build(), CompileSettings.of(Precision.TF32, 1)));
    }

    /** Workspaces on one program and the same variables run at the same time and come to the same bits. */
    @Test
    void workspacesRunConcurrently() throws Exception {
        Expr x = input("x", Type.REAL, Shape.batch(8));
        Expr noise = randomBits("noise", 0, Shape.batch(8), 24).cast(Type.REAL).mul(0x1p-24);
        Expr y = matmul(x.add(noise), variable("w", Type.REAL, Shape.of(8, 8)));
        builder.output("y", node(y));
        Graph graph = builder.build();
        Executable program = backend.compile(graph, SETTINGS);
        double[] weights = new double[64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.sin(i);
        }
        Buffer w = buffer(weights);
        List<Callable<double[]>> tasks = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            double[] data = new double[32];
            Arrays.fill(data, task);
            tasks.add(() -> lastOf(program, Bindings.of(Map.of("w", w), Map.of("x", buffer(data)))));
        }
        double[] alone0 = tasks.get(0).call();
        double[] alone1 = tasks.get(1).call();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<double[]>> together = threads.invokeAll(tasks);
            assertArrayEquals(alone0, together.get(0).get());
            assertArrayEquals(alone1, together.get(1).get());
        } finally {
            threads.shutdown();
        }
    }

    /** A step of an MLP of 64, 100 and 10 units, as a training step has them: no garbage. */
    @Test
    void runsAllocateNothing() {
        Expr x = input("x", Type.REAL, Shape.batch(64));
        Expr w = variable("w", Type.REAL, Shape.of(64, 100));
        Expr h = maximum(matmul(x, w), 0);
        Expr bits = randomBits("noise", 0, Shape.batch(100), 24).cast(Type.REAL);
        Expr gradient = matmul(x, h.mul(bits.mul(0x1p-24)), true, false);
        builder.output("loss", node(sum(h)));
        builder.commit(Variable.of("w", Type.REAL, Shape.of(64, 100)), node(w.sub(gradient.mul(1e-9))), false);
        Workspace workspace = open(Map.of("w", buffer(new double[6400])), Map.of("x", buffer(new double[256])));
        RunArguments arguments = new RunArguments(0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < 50; i++) {
            workspace.run(arguments.rows(4 - i % 2));
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 100; i++) {
            workspace.run(arguments.rows(4));
        }
        long perRun = (threads.getThreadAllocatedBytes(thread) - before) / 100;
        assertTrue(perRun < 100, perRun + " bytes per run");
    }

    private static double[] lastOf(Executable program, Bindings bindings) {
        RunArguments arguments = new RunArguments(0).rows(4).seed(3);
        try (Workspace workspace = program.open(bindings)) {
            for (int step = 0; step < 200; step++) {
                workspace.run(arguments.step(step));
            }
            return read(workspace.output("y"));
        }
    }

    private Workspace open(Map<String, Buffer> variables, Map<String, Buffer> inputs) {
        return backend.compile(builder.build(), SETTINGS).open(Bindings.of(variables, inputs));
    }

    private Node node(Expr expression) {
        return Evaluation.node(expression, builder, nodes);
    }

    private Buffer buffer(double... values) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT64, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    private static Variable pair(String path) {
        return Variable.of(path, Type.REAL, PAIR);
    }

    private static double[] read(Buffer buffer) {
        double[] values = new double[(int) buffer.size()];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    private static void refused(String problem, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(BackendException.class, action).getMessage();
        assertTrue(message.contains(problem), message);
    }
}
