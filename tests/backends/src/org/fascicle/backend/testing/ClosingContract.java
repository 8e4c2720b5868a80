package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is closed, stopped or too large, as {@link Backend} promises it; also while threads use it, in every order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClosingContract extends BackendContract {
    private static final CompileSettings SETTINGS = CompileSettings.of(Precision.FLOAT32, 1);
    private static final RunArguments NONE = new RunArguments(0);
    private static final int ROUNDS_OF_CLOSING = 24;
    private static final int ROUNDS_OF_STOPPING = 10;

    /** A backend that nobody else uses, to be stopped. */
    protected abstract Backend start();

    /** Stops such a backend, as the end of its bundle does. */
    protected abstract void stop(Backend backend);

    Stream<Backend> backends() {
        return families().stream().map(family -> family.get(0));
    }

    Stream<List<Integer>> orders() {
        return Stream.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1),
                List.of(2, 1, 0));
    }

    /** A program that counts its runs, and all that belongs to it. */
    private static final class Counter {
        final Buffer count;
        final Buffer other;
        final Executable program;
        final Workspace workspace;
        final Bindings bindings;

        Counter(Backend backend) {
            Workbench bench = new Workbench(backend);
            Expr variable = bench.variable("count", Shape.of(2), 0, 0);
            bench.commit(variable, variable.add(1), false);
            Expr more = bench.variable("other", Shape.of(2), 0, 0);
            bench.commit(more, more.add(variable), false);
            bench.builder.output("before", bench.node(variable));
            count = bench.variables().get("count");
            other = bench.variables().get("other");
            bindings = Bindings.of(bench.variables(), bench.inputs());
            program = backend.compile(bench.builder.build(), SETTINGS);
            workspace = program.open(bindings);
        }

        AutoCloseable part(int at) {
            return List.of(workspace, program, count).get(at);
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatIsClosedIsRefused(List<Integer> order) throws Exception {
        for (Backend backend : (Iterable<Backend>) backends()::iterator) {
            Counter counter = new Counter(backend);
            counter.workspace.run(NONE);
            Buffer before = counter.workspace.output("before");
            before.close();
            assertArrayEquals(new double[2], Comparison.values(before));
            boolean[] closed = new boolean[3];
            for (int at : order) {
                counter.part(at).close();
                counter.part(at).close();
                closed[at] = true;
                assertThrows(ClosedException.class, () -> counter.workspace.run(NONE));
                counter.workspace.await();
                assertEquals(0, counter.workspace.rejected());
                if (closed[0] || closed[1]) {
                    assertThrows(ClosedException.class, () -> counter.workspace.output("before"));
                    assertThrows(ClosedException.class, () -> Comparison.values(before));
                }
                if (closed[1] || closed[2]) {
                    assertThrows(ClosedException.class, () -> counter.program.open(counter.bindings));
                }
                if (closed[2]) {
                    assertThrows(ClosedException.class, () -> counter.count.read(0, new float[2], 0, 2));
                    assertThrows(ClosedException.class, () -> counter.count.write(0, new float[2], 0, 2));
                    assertThrows(ClosedException.class, () -> counter.count.copy(0, counter.other, 0, 2));
                    assertThrows(ClosedException.class, () -> counter.other.copy(0, counter.count, 0, 2));
                } else {
                    assertArrayEquals(new double[] {1, 1}, Comparison.values(counter.count));
                }
            }
            assertArrayEquals(new double[2], Comparison.values(counter.other));
            counter.other.close();
        }
    }

    @Test
    void aStoppedBackendLetsReadWhatItHas() {
        Backend backend = start();
        Counter counter = new Counter(backend);
        counter.workspace.run(NONE);
        counter.workspace.run(NONE);
        Graph graph = new Graph.Builder().build();
        stop(backend);
        assertThrows(StoppedException.class, () -> counter.workspace.run(NONE));
        assertThrows(StoppedException.class, () -> counter.program.open(counter.bindings));
        assertThrows(StoppedException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1));
        assertThrows(StoppedException.class, () -> backend.compile(graph, SETTINGS));
        assertThrows(StoppedException.class, () -> counter.count.write(0, new double[2], 0, 2));
        assertThrows(StoppedException.class, () -> counter.count.copy(0, counter.other, 0, 2));
        counter.workspace.await();
        assertEquals(0, counter.workspace.rejected());
        assertArrayEquals(new double[] {2, 2}, Comparison.values(counter.count));
        assertArrayEquals(new double[] {1, 1}, Comparison.values(counter.workspace.output("before")));
        stop(backend);
        counter.program.close();
        assertThrows(ClosedException.class, () -> counter.workspace.output("before"));
        assertArrayEquals(new double[] {2, 2}, Comparison.values(counter.count));
        counter.count.close();
        assertThrows(ClosedException.class, () -> counter.count.read(0, new double[2], 0, 2));
        counter.other.close();
    }

    @Test
    void aBackendThatComputedNothingIsStopped() {
        stop(start());
    }

    LongStream closings() {
        return LongStream.range(0, ROUNDS_OF_CLOSING);
    }

    @ParameterizedTest
    @MethodSource("closings")
    void threadsMeetClosing(long seed) throws Exception {
        for (Backend backend : (Iterable<Backend>) backends()::iterator) {
            Traffic traffic = new Traffic(backend, seed);
            Random random = new Random(seed);
            List<Runnable> closings = traffic.closings();
            Collections.shuffle(closings, random);
            int half = closings.size() / 2;
            traffic.meet(random.nextInt(4), List.of(() -> closings.subList(0, half).forEach(Runnable::run),
                    () -> closings.subList(half, closings.size()).forEach(Runnable::run)));
        }
    }

    LongStream stops() {
        return LongStream.range(0, ROUNDS_OF_STOPPING);
    }

    @ParameterizedTest
    @MethodSource("stops")
    void threadsMeetStopping(long seed) throws Exception {
        Backend backend = start();
        Traffic traffic = new Traffic(backend, seed);
        List<Runnable> ends = new ArrayList<>(List.of(() -> stop(backend)));
        Random random = new Random(seed);
        boolean closes = random.nextBoolean();
        if (closes) {
            ends.addAll(traffic.closings());
        }
        traffic.meet(random.nextInt(6), ends);
        if (!closes) {
            assertEquals(traffic.steps(), traffic.counted(), "what the store counted of the runs that returned");
            traffic.closings().forEach(Runnable::run);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatIsTooLargeSaysHowMuchThereIs(Backend backend) {
        long large = 1L << 60;
        for (Type type : Type.values()) {
            MemoryException e = assertThrows(MemoryException.class, () -> backend.allocate(type, Precision.FLOAT32, large));
            assertTrue(e.needed() >= large && e.available() < large, e.toString());
            assertTrue(e.getMessage().contains("a buffer of " + large + " " + type), e.getMessage());
        }
        assertThrows(MemoryException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, Long.MAX_VALUE));
        tooLarge(backend, Shape.of(60_000, 60_000), 1, 1);
        tooLarge(backend, Shape.of(1 << 30, 1 << 30, 1 << 30), 1, 1);
        tooLarge(backend, Shape.of(Shape.ROWS, 10_000), 1, Integer.MAX_VALUE);
        tooLarge(backend, Shape.of(20_000, 20_000), 1000, 1);
        // All goes on as before.
        new Counter(backend).workspace.run(NONE);
    }

    private static void tooLarge(Backend backend, Shape shape, int tensors, int rows) {
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        for (int i = 0; i < tensors; i++) {
            Expr value = Expressions.exp(Expressions.full(shape, i));
            builder.output("y" + i, Comparison.node(value, builder, known));
        }
        Graph graph = builder.build();
        assertThrows(MemoryException.class, () -> backend.compile(graph, CompileSettings.of(Precision.FLOAT32, rows))
                .open(Bindings.of(Map.of(), Map.of())), () -> Arrays.toString(shape.toArray()));
    }
}
