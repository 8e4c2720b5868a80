package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a library multiplies, workspaces share the copies of what they only read, and see each change of it. */
class SharedCopiesTest {
    private static final int ROWS = 32;
    private static final int WIDTH = 512;
    private static final long MATRIX = 4L * WIDTH * WIDTH;

    private final JitBackend backend = new JitBackend(Form.PLAIN, 1);
    private final SlowLibrary library = new SlowLibrary(true);
    private Buffer weights;
    private Buffer rows;

    @BeforeEach
    void allocate() {
        backend.bind(library);
        weights = filled(WIDTH * WIDTH, 1);
        rows = filled(ROWS * WIDTH, 1);
    }

    @AfterEach
    void stop() {
        assertTrue(library.runs.get() > 0, "the library has multiplied");
        backend.stop();
    }

    private Buffer filled(int size, float value) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, size);
        float[] values = new float[size];
        Arrays.fill(values, value);
        buffer.write(0, values, 0, size);
        return buffer;
    }

    @Test
    void everyReaderSeesWhatWasWritten() {
        Expr product = Expressions.matmul(input(), weights());
        try (Workspace one = open(product, null); Workspace other = open(product.neg(), null);
                Workspace writer = open(product, weights().mul(2))) {
            assertEquals(512, run(one));
            weights.write(0, new float[] {2}, 0, 1);
            assertEquals(-513, run(other));
            assertEquals(513, run(one));
            assertEquals(513, run(writer));
            assertEquals(1026, run(one));
            assertEquals(1026, run(writer));
            assertEquals(-2052, run(other));
            Buffer replaced = filled(1, 0);
            weights.copy(0, replaced, 0, 1);
            assertEquals(2044, run(one));
            assertEquals(-2044, run(other));
        }
    }

    @Test
    void manyReadersHaveOneCopy() {
        Expr product = Expressions.matmul(input(), weights());
        Workspace[] readers = new Workspace[8];
        try {
            readers[0] = open(product, null);
            run(readers[0]);
            long before = outsideTheHeap();
            for (int i = 1; i < readers.length; i++) {
                readers[i] = open(product, null);
                assertEquals(512, run(readers[i]));
            }
            long each = (outsideTheHeap() - before) / (readers.length - 1);
            assertTrue(each < MATRIX, each + " bytes for one more reader");
        } finally {
            for (Workspace reader : readers) {
                reader.close();
            }
        }
    }

    private static long outsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static Expr input() {
        return Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, WIDTH));
    }

    private static Expr weights() {
        return Expressions.variable("w", Type.REAL, Shape.of(WIDTH, WIDTH));
    }

    private static Variable variable() {
        return Variable.of("w", Type.REAL, Shape.of(WIDTH, WIDTH));
    }

    private Workspace open(Expr output, Expr commit) {
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        builder.output("y", Comparison.node(output, builder, known));
        if (commit != null) {
            builder.commit(variable(), Comparison.node(commit, builder, known), false);
        }
        return backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, ROWS))
                .open(Bindings.of(Map.of("w", weights), Map.of("x", rows)));
    }

    /** The first element of the product. */
    private static float run(Workspace workspace) {
        workspace.run(new RunArguments(0).rows(ROWS));
        float[] result = new float[1];
        workspace.output("y").read(0, result, 0, 1);
        return result[0];
    }
}
