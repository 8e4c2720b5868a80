package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

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
import org.fascicle.backend.jit.product.Library;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products by a library, in Java, and when libraries come and go. */
class ProductsTest {
    private static final double ROUNDED_TO_FLOAT = 1e-5;

    private final long seed = System.nanoTime();
    private final List<JitBackend> backends = new ArrayList<>();

    private JitBackend backend(int threads, SlowLibrary library) {
        JitBackend backend = Subject.backend(threads);
        backend.bind(library);
        backends.add(backend);
        return backend;
    }

    @AfterEach
    void stop() {
        backends.forEach(JitBackend::stop);
    }

    private Comparison comparison(SlowLibrary library) {
        return new Comparison(seed, List.of(
                List.of(backend(1, library), backend(3, library)))).tolerance(ROUNDED_TO_FLOAT).ofScale();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,false"})
    void roundedOperandsHoweverTheyLie(boolean byLibrary, boolean readsPairs) {
        SlowLibrary library = byLibrary ? new SlowLibrary(true, readsPairs) : null;
        Random random = new Random(seed);
        for (int i = 0; i < 16; i++) {
            int m = 1 + random.nextInt(40);
            int n = 1 + random.nextInt(150);
            int k = 1 + random.nextInt(90);
            boolean turnsA = random.nextBoolean();
            boolean turnsB = random.nextBoolean();
            Comparison comparison = comparison(library);
            Expr a = turnsA ? comparison.real(2, k, m) : comparison.real(2, m, k);
            Expr b = turnsB ? comparison.real(2, n, k) : comparison.real(2, k, n);
            comparison.check(Expressions.matmul(Bfloat16.round(a), Bfloat16.round(b), turnsA, turnsB));
        }
        assertTrue(library == null || library.runs.get() > 0);
    }

    /** What is read ahead ends where the matrices end. */
    @ParameterizedTest
    @ValueSource(ints = {63, 64, 160, 161, 400})
    void aTransposedAndALongInnerExtent(int k) {
        Comparison comparison = comparison(null);
        comparison.check(Expressions.matmul(comparison.real(k, 100), comparison.real(k, 45), true, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsRoundedOnceIsReadByMany(boolean byLibrary) {
        Comparison comparison = comparison(byLibrary ? new SlowLibrary(true) : null);
        Expr x = comparison.real(Shape.ROWS, 20);
        Expr w = comparison.real(20, 12);
        Expr rounded = Bfloat16.round(Expressions.tanh(x));
        Expr z = Expressions.matmul(rounded, Bfloat16.round(w));
        Expr gradient = Expressions.matmul(rounded, Bfloat16.round(Expressions.exp(z.neg())), true, false);
        comparison.check(Expressions.sum(gradient.mul(w)).add(Expressions.matmul(rounded, rounded, true, false)));
        comparison.check(rounded.add(x));
    }

    /** In pairs of rows it lies once for each height. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneTensorAsMatricesOfTwoHeights(boolean readsPairs) {
        Comparison comparison = comparison(new SlowLibrary(true, readsPairs));
        Expr x = comparison.real(30, 64);
        Expr high = Expressions.reshape(x, Shape.of(60, 32));
        Expr one = Expressions.matmul(Bfloat16.round(comparison.real(3, 30)), Bfloat16.round(x));
        Expr other = Expressions.matmul(Bfloat16.round(comparison.real(5, 60)), Bfloat16.round(high));
        comparison.check(Expressions.sum(one).add(other));
    }

    /** Rows so long that each would be a block of its own: a pair of them is not taken apart. */
    @Test
    void pairsOfLongRows() {
        Comparison comparison = comparison(new SlowLibrary(true));
        Expr x = comparison.real(Shape.ROWS, 2);
        Expr y = comparison.real(Shape.ROWS, 40_000);
        comparison.check(Expressions.matmul(Bfloat16.round(x), Bfloat16.round(y.neg()), true, false));
    }

    /** Of one row, which is a matrix of many. */
    @Test
    void pairsOfAMatrixForEachRow() {
        Comparison comparison = comparison(new SlowLibrary(true));
        Expr x = comparison.real(Shape.ROWS, 4, 7);
        Expr y = comparison.real(Shape.ROWS, 7, 40).neg();
        comparison.check(Expressions.matmul(Bfloat16.round(x), Bfloat16.round(y)));
    }

    @Test
    void productsOfFloatsDoNotGoToTheLibrary() {
        SlowLibrary library = new SlowLibrary(true);
        Comparison comparison = comparison(library);
        comparison.check(Expressions.matmul(comparison.real(400, 410), comparison.real(410, 390)));
        assertEquals(0, library.runs.get());
    }

    @Test
    void librariesComeAndGoBetweenRuns() {
        SlowLibrary first = new SlowLibrary(true);
        SlowLibrary second = new SlowLibrary(true);
        JitBackend backend = backend(2, null);
        assertEquals(Set.of(Precision.FLOAT32), backend.capabilities().precisions());
        try (Running running = new Running(backend)) {
            float[] expected = running.run();
            for (SlowLibrary library : new SlowLibrary[] {first, second, null}) {
                backend.bind(library);
                assertEquals(library != null, backend.capabilities().precisions().contains(Precision.BFLOAT16));
                assertEquals(library != null, backend.capabilities().record().get("gemm").endsWith("; slow 1.0"));
                float[] actual = running.run();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], actual[i], ROUNDED_TO_FLOAT);
                }
            }
        }
        for (SlowLibrary library : List.of(first, second)) {
            assertTrue(library.runs.get() > 0);
            assertEquals(library.made.get(), library.closed.get());
        }
    }

    @Test
    void aClosedWorkspaceClosesItsProducts() {
        SlowLibrary library = new SlowLibrary(true);
        try (Running running = new Running(backend(1, library))) {
            running.run();
        }
        assertTrue(library.made.get() > 0);
        assertEquals(library.made.get(), library.closed.get());
    }

    @Test
    void anIdleWorkspaceLetsGoAtOnce() {
        SlowLibrary library = new SlowLibrary(true);
        JitBackend backend = backend(1, library);
        try (Running running = new Running(backend)) {
            float[] expected = running.run();
            backend.bind(null);
            assertTrue(library.made.get() > 0);
            assertEquals(library.made.get(), library.closed.get());
            assertArrayEquals(expected, running.run(), (float) ROUNDED_TO_FLOAT);
        }
    }

    @Test
    void aLibraryThatDoesNotWorkIsReportedOnce() {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Library.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            JitBackend backend = backend(1, new SlowLibrary(false));
            for (int i = 0; i < 3; i++) {
                try (Running running = new Running(backend)) {
                    running.run();
                }
            }
            assertEquals(List.of("matrix products are computed without a library: it was not meant to"), lines);
            assertEquals(Set.of(Precision.FLOAT32), backend.capabilities().precisions());
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    /** A rounded product of two fixed matrices. */
    private static final class Running implements AutoCloseable {
        private static final int SIZE = 24;
        private final Workspace workspace;

        Running(JitBackend backend) {
            Expr x = Expressions.input("x", Type.REAL, Shape.of(SIZE, SIZE));
            Expr product = Expressions.matmul(Bfloat16.round(x), Bfloat16.round(Expressions.sin(x)));
            Graph.Builder builder = new Graph.Builder();
            Graph graph = builder.output("y", Comparison.node(product, builder, new HashMap<>())).build();
            Buffer values = backend.allocate(Type.REAL, Precision.FLOAT32, SIZE * SIZE);
            values.write(0, new Random(5).doubles(SIZE * SIZE, -1, 1).toArray(), 0, SIZE * SIZE);
            workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, 1))
                    .open(Bindings.of(Map.of(), Map.of("x", values)));
        }

        float[] run() {
            workspace.run(new RunArguments(0).rows(1));
            float[] result = new float[SIZE * SIZE];
            workspace.output("y").read(0, result, 0, result.length);
            return result;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }
}
