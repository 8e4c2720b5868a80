package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that are measured, and programs that run once, compute what all others do. */
class ProfileTest {
    private static final int ROWS = 40;
    private static final int INPUTS = 30;
    private static final int UNITS = 20;
    private static final long SEED = 99;

    private final JitBackend backend = Subject.jit();
    private final Map<String, Buffer> variables = new LinkedHashMap<>();
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();

    @AfterEach
    void close() {
        variables.values().forEach(Buffer::close);
        inputs.values().forEach(Buffer::close);
    }

    @Test
    void aMeasuredRunGivesTheBitsOfAnotherAndTellsItsParts() {
        Graph graph = graph();
        try (Executable executable = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, ROWS));
                Workspace workspace = executable.open(bindings())) {
            workspace.run(arguments());
            float[] expected = read(workspace);
            float[] moved = read(variables.get("w"), INPUTS * UNITS);
            write();
            Profile profile = workspace.profile(arguments()).orElseThrow();
            assertArrayEquals(expected, read(workspace));
            assertArrayEquals(moved, read(variables.get("w"), INPUTS * UNITS));
            require(profile);
        }
    }

    private static void require(Profile profile) {
        Set<String> provenances = profile.parts().stream().flatMap(part -> part.provenances().stream())
                .collect(Collectors.toSet());
        assertEquals(Set.of("dense", "elu", "update"), provenances);
        Profile.Part product = profile.parts().stream().filter(part -> part.operation().equals("matmul")).findFirst()
                .orElseThrow();
        assertEquals(2L * ROWS * INPUTS * UNITS, product.operations());
        assertEquals(4L * (ROWS * INPUTS + INPUTS * UNITS + ROWS * UNITS), product.bytes());
        assertTrue(profile.parts().stream().allMatch(part -> part.nanos() >= 0));
        assertTrue(profile.phases() >= 1 && profile.phases() <= profile.parts().size());
    }

    @Test
    void aProgramThatRunsOnceGivesTheBitsOfAnother() {
        Graph graph = graph();
        float[] often = run(graph, CompileSettings.of(Precision.FLOAT32, ROWS));
        write();
        assertArrayEquals(often, run(graph, CompileSettings.of(Precision.FLOAT32, ROWS).once()));
    }

    private float[] run(Graph graph, CompileSettings settings) {
        try (Executable executable = backend.compile(graph, settings); Workspace workspace = executable.open(bindings())) {
            workspace.run(arguments());
            return read(workspace);
        }
    }

    /** A product, an ELU with random bits behind it, their sum by columns, and a variable that is written. */
    private static Graph graph() {
        Graph.Builder builder = new Graph.Builder();
        Expr x = Expressions.input("x", Type.REAL, Shape.batch(INPUTS));
        Expr w = Expressions.variable("w", Type.REAL, Shape.of(INPUTS, UNITS));
        Expr z = Expressions.matmul(x, w);
        Node weights = builder.add(w, List.of(), "w");
        Node product = builder.add(z, List.of(builder.add(x, List.of(), "x"), weights), "dense");
        Node power = builder.add(Expressions.expm1(z), List.of(product), "elu");
        Expr bits = Expressions.randomBits("elu", 0, z.shape(), 24);
        Node draws = builder.add(Expressions.cast(bits, Type.REAL), List.of(builder.add(bits, List.of(), "elu")), "elu");
        Node noisy = builder.add(z.mul(z), List.of(power, draws), "elu");
        Node sum = builder.add(Expressions.sum(z, 0), List.of(noisy), "elu");
        Node square = builder.add(w.mul(w), List.of(weights, weights), "update");
        return builder.output("y", noisy).output("sum", sum)
                .commit(Variable.of("w", Type.REAL, w.shape()), square, false).build();
    }

    private Bindings bindings() {
        if (variables.isEmpty()) {
            variables.put("w", backend.allocate(Type.REAL, Precision.FLOAT32, INPUTS * UNITS));
            inputs.put("x", backend.allocate(Type.REAL, Precision.FLOAT32, ROWS * INPUTS));
            write();
        }
        return Bindings.of(variables, inputs);
    }

    private void write() {
        Random random = new Random(SEED);
        for (Buffer buffer : List.of(variables.get("w"), inputs.get("x"))) {
            float[] values = new float[(int) buffer.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
            buffer.write(0, values, 0, values.length);
        }
    }

    private static RunArguments arguments() {
        return new RunArguments(0).rows(ROWS).seed(SEED).step(3);
    }

    private static float[] read(Workspace workspace) {
        float[] y = read(workspace.output("y"), ROWS * UNITS);
        float[] sum = read(workspace.output("sum"), UNITS);
        float[] both = new float[y.length + sum.length];
        System.arraycopy(y, 0, both, 0, y.length);
        System.arraycopy(sum, 0, both, y.length, sum.length);
        return both;
    }

    private static float[] read(Buffer buffer, int count) {
        float[] values = new float[count];
        buffer.read(0, values, 0, count);
        return values;
    }
}
