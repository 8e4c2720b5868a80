package org.fascicle.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rendered kernels, compiled by the host's C++ compiler and run on the host, give what the reference gives. */
class HostRunTest {
    private static final long SEED = 0x123456789abcdefL;
    private static final int STEP = 7;
    private static final float SCALAR = 1.5f;
    private static final double NEAR = 4e-6;
    private static final int[] EXTREMES = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE, -7};
    private static final int[] INDICES = {0, 3, -2, 1, 9, 3};

    @TempDir
    Path folder;

    @Test
    void everyCaseGivesWhatTheReferenceGives() throws Exception {
        Map<String, int[]> wide = run(3);
        Map<String, Graph> cases = Cases.all();
        for (Map.Entry<String, Graph> each : cases.entrySet()) {
            assertNear(each.getKey(), each.getValue(), wide.get(each.getKey()));
        }
        assertTrue(wide.size() > 80, wide.size() + " cases");
        Map<String, int[]> narrow = run(1);
        wide.forEach((name, bits) -> assertArrayEquals(bits, narrow.get(name), name + ": the grid changes results"));
    }

    private Map<String, int[]> run(int grid) throws Exception {
        Optional<Path> compiler = Tool.find("g++");
        assumeTrue(compiler.isPresent(), "g++ is not on the PATH: rendered kernels are not run on the host");
        HostProgram program = new HostProgram(Cases.BATCH, grid, SEED, STEP, SCALAR);
        Cases.all().forEach((name, graph) -> program.add(name, graph, bits(graph)));
        return program.run(folder, compiler.get());
    }

    private static Map<String, int[]> bits(Graph graph) {
        Map<String, int[]> bits = new HashMap<>();
        graph.nodes().stream().filter(Cases::isLeaf).forEach(leaf -> bits.put(Cases.name(leaf), bits(leaf)));
        return bits;
    }

    private static int[] bits(Node leaf) {
        String name = Cases.name(leaf);
        Random random = new Random(name.hashCode());
        int[] bits = new int[Math.toIntExact(leaf.shape().size(Cases.BATCH))];
        for (int i = 0; i < bits.length; i++) {
            if (leaf.type() == Type.REAL) {
                float drawn = random.nextFloat() * 4 - 2;
                bits[i] = Float.floatToRawIntBits(name.equals("edges") ? (float) Cases.EDGES[i] : drawn);
            } else if (name.endsWith("indices")) {
                bits[i] = INDICES[i];
            } else {
                bits[i] = name.equals("i") && i % 2 == 0 ? EXTREMES[i / 2] : random.nextInt(7) - 3;
            }
        }
        return bits;
    }

    private static void assertNear(String name, Graph graph, int[] actual) {
        double[] expected = reference(graph);
        Type type = graph.outputs().get("y").type();
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            double value = type == Type.REAL ? Float.intBitsToFloat(actual[i])
                    : type == Type.UINT32 ? Integer.toUnsignedLong(actual[i]) : actual[i];
            boolean isRounded = type == Type.REAL && Double.isFinite(expected[i]);
            double tolerance = isRounded ? NEAR * Math.max(1, Math.abs(expected[i])) : 0;
            assertEquals(expected[i], value, tolerance, name + "[" + i + "]");
        }
    }

    private static double[] reference(Graph graph) {
        ReferenceBackend backend = new ReferenceBackend();
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        Map<String, Buffer> variables = new LinkedHashMap<>();
        graph.nodes().stream().filter(Cases::isLeaf).forEach(
                leaf -> (leaf.op() == Primitives.INPUT ? inputs : variables).put(Cases.name(leaf), buffer(backend, leaf)));
        RunArguments arguments = new RunArguments(graph.scalars().size()).rows(Cases.BATCH).seed(SEED).step(STEP);
        Arrays.fill(arguments.scalars(), SCALAR);
        try (Executable executable = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, Cases.BATCH));
                Workspace workspace = executable.open(Bindings.of(variables, inputs))) {
            workspace.run(arguments);
            return read(workspace.output("y"), graph.outputs().get("y").type(),
                    Math.toIntExact(graph.outputs().get("y").shape().size(Cases.BATCH)));
        }
    }

    private static Buffer buffer(ReferenceBackend backend, Node leaf) {
        int[] bits = bits(leaf);
        Buffer buffer = backend.allocate(leaf.type(), Precision.FLOAT32, bits.length);
        if (leaf.type() == Type.REAL) {
            float[] values = new float[bits.length];
            for (int i = 0; i < bits.length; i++) {
                values[i] = Float.intBitsToFloat(bits[i]);
            }
            buffer.write(0, values, 0, bits.length);
        } else {
            buffer.write(0, bits, 0, bits.length);
        }
        return buffer;
    }

    private static double[] read(Buffer buffer, Type type, int size) {
        double[] values = new double[size];
        if (type == Type.REAL) {
            buffer.read(0, values, 0, size);
            return values;
        }
        int[] integers = new int[size];
        buffer.read(0, integers, 0, size);
        for (int i = 0; i < size; i++) {
            values[i] = type == Type.UINT32 ? Integer.toUnsignedLong(integers[i]) : integers[i];
        }
        return values;
    }
}
