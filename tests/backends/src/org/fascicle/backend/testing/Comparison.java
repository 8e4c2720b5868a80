package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

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
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.compiler.decomposition.Decomposition;

/** Runs an expression on backends and on the reference, on the same data, and compares what comes out. */
public final class Comparison {
    public static final int MAX_ROWS = 6;
    public static final float[] EDGES = {0f, -0f, 1e-45f, -1e-45f, 1e-38f, -1e-38f, 1e-20f, -1e-20f, 1e-5f, -1e-5f, 0.3f, -0.3f,
        0.5f, -0.5f,
        1f, -1f, 1.5f, 2f, 2.5f, -2.5f, 3f, -3f, 5f, -5f, 9f, -9f, 20f, -20f, 88f, -88f, 89f, -89f, 104f, -104f, 1e4f,
        -1e4f, 1e9f, -1e9f, 3e9f, -3e9f, 1e30f, -1e30f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.NaN};

    /** Draws the inputs. */
    public final Random random;
    private final List<? extends List<? extends Backend>> families;
    private final long seed;
    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Map<String, float[]> reals = new LinkedHashMap<>();
    private final Map<String, int[]> integers = new LinkedHashMap<>();
    private double tolerance = 2e-6;
    private double share = 1e-3;

    /**
     * A comparison.
     *
     * @param seed of the inputs and of random draws
     * @param families the backends to compare with the reference; those of one family must be equal to the bit
     */
    public Comparison(long seed, List<? extends List<? extends Backend>> families) {
        this.families = families;
        this.seed = seed;
        this.random = new Random(seed);
    }

    public Comparison tolerance(double relative) {
        tolerance = relative;
        return this;
    }

    /** Measures errors against the greatest element: where sums cancel. */
    public Comparison ofScale() {
        share = 1;
        return this;
    }

    /** An input of random reals. */
    public Expr real(int... extents) {
        float[] values = new float[(int) Shape.of(extents).size(MAX_ROWS)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return real(Shape.of(extents), values);
    }

    public Expr real(Shape shape, float... values) {
        String name = "x" + types.size();
        types.put(name, Type.REAL);
        reals.put(name, values);
        return Expressions.input(name, Type.REAL, shape);
    }

    /** Random integers from 0 to before a bound; truth values if it is 2 and the type bool. */
    public Expr integer(Type type, int bound, int... extents) {
        int[] values = new int[(int) Shape.of(extents).size(MAX_ROWS)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return integer(type, Shape.of(extents), values);
    }

    public Expr integer(Type type, Shape shape, int... values) {
        String name = "x" + types.size();
        types.put(name, type);
        integers.put(name, values);
        return Expressions.input(name, type, shape);
    }

    public void check(Expr expression) {
        for (int rows : expression.shape().isBatched() ? new int[] {MAX_ROWS, 1, 3} : new int[] {MAX_ROWS}) {
            double[] expected = run(new ReferenceBackend(), expression, rows);
            for (List<? extends Backend> family : families) {
                double[] first = null;
                for (Backend backend : family) {
                    String what = expression + ", " + rows + " rows, seed " + seed + ", " + backend.capabilities().record();
                    double[] actual = run(backend, expression, rows);
                    compare(expected, actual, what);
                    if (first != null) {
                        assertArrayEquals(first, actual, what);
                    }
                    first = actual;
                }
            }
        }
    }

    private void compare(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        double scale = 0;
        for (double value : expected) {
            scale = Double.isFinite(value) ? Math.max(scale, share < 1 ? Math.min(Math.abs(value),
                    1) : Math.abs(value)) : scale;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean same = Double.compare(expected[i], actual[i]) == 0 || expected[i] == actual[i]
                    || Math.abs(expected[i] - actual[i]) <= tolerance * Math.max(Math.abs(expected[i]), share * scale);
            if (!same) {
                fail(what + ": element " + i + " is " + actual[i] + ", not " + expected[i]);
            }
        }
    }

    private double[] run(Backend backend, Expr expression, int rows) {
        Graph.Builder builder = new Graph.Builder();
        Graph graph = Decomposition.of(builder.output("value", node(expression, builder, new HashMap<>())).build(), backend);
        Map<String, Buffer> inputs = new HashMap<>();
        types.forEach((name, type) -> inputs.put(name, input(backend, name, type)));
        try (Executable program = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, MAX_ROWS));
                Workspace workspace = program.open(Bindings.of(Map.of(), inputs))) {
            RunArguments arguments = new RunArguments(graph.scalars().size()).rows(rows).seed(seed).step(7);
            for (int i = 0; i < arguments.scalars().length; i++) {
                arguments.scalars()[i] = 0.37 + i;
            }
            // Memory that a run leaves behind must not show in the next.
            workspace.run(arguments);
            workspace.run(arguments);
            return values(workspace.output("value"));
        } finally {
            inputs.values().forEach(Buffer::close);
        }
    }

    private Buffer input(Backend backend, String name, Type type) {
        int size = type == Type.REAL ? reals.get(name).length : integers.get(name).length;
        Buffer buffer = backend.allocate(type, Precision.FLOAT32, size);
        if (type == Type.REAL) {
            buffer.write(0, reals.get(name), 0, size);
        } else {
            buffer.write(0, integers.get(name), 0, size);
        }
        return buffer;
    }

    public static double[] values(Buffer buffer) {
        double[] values = new double[(int) buffer.size()];
        if (buffer.type() == Type.REAL) {
            buffer.read(0, values, 0, values.length);
        } else {
            int[] read = new int[values.length];
            buffer.read(0, read, 0, read.length);
            for (int i = 0; i < read.length; i++) {
                values[i] = read[i];
            }
        }
        return values;
    }

    /** The node of an expression; what stands twice in it is one node. */
    public static Node node(Expr expression, Graph.Builder builder, Map<Expr, Node> known) {
        Node node = known.get(expression);
        if (node == null) {
            if (expression.op().decomposition().isPresent()) {
                node = node(expression.op().decomposition().get().apply(expression), builder, known);
            } else {
                List<Node> operands = new ArrayList<>();
                expression.operands().forEach(operand -> operands.add(node(operand, builder, known)));
                node = expression.op() == Primitives.SCALAR
                        ? builder.scalar(expression, "test") : builder.add(expression, operands, "test");
            }
            known.put(expression, node);
        }
        return node;
    }
}
