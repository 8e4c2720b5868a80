package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.Subject;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps, with all that is merged in them: they leave what the reference leaves, and nothing where the loss is not finite. */
class NetworksTest {
    static final int ROWS = 20;
    static final int BATCH = 6;
    private static final double TOLERANCE = 1e-4;

    /** What variables hold at first, and after some steps. */
    record Outcome(Map<String, double[]> before, Map<String, double[]> after, long rejected) {}

    @ParameterizedTest
    @ValueSource(strings = {"mlp-nesterov", "bn-dropout", "cnn"})
    void stepsLeaveWhatTheReferenceLeaves(String network) {
        Graph graph = Networks.step(network, ROWS, BATCH);
        Outcome expected = run(new ReferenceBackend(), graph, 1);
        Outcome actual = run(Subject.families().get(0).get(0), graph, 1);
        expected.after.forEach((name, values) -> {
            double scale = Arrays.stream(values).map(Math::abs).max().orElse(0);
            assertNotEquals(Arrays.toString(expected.before.get(name)), Arrays.toString(values), name);
            assertArrayEquals(values, actual.after.get(name), TOLERANCE * scale, name);
        });
        assertEquals(0, actual.rejected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp-adam", "bn-dropout"})
    void aLossThatIsNotFiniteChangesNothing(String network) {
        Outcome actual = run(Subject.families().get(0).get(0), Networks.step(network, ROWS, BATCH), Float.NaN);
        actual.before.forEach((name, values) -> assertArrayEquals(values, actual.after.get(name), name));
        assertEquals(2, actual.rejected);
    }

    private static Outcome run(Backend backend, Graph graph, float feature) {
        return run(backend, graph, feature, Precision.FLOAT32);
    }

    /**
     * Two steps.
     *
     * @param feature the greatest
     */
    static Outcome run(Backend backend, Graph graph, float feature, Precision precision) {
        Random random = new Random(3);
        Map<String, Buffer> variables = new LinkedHashMap<>();
        graph.variables().forEach(variable -> variables.put(variable.path(),
                buffer(backend, variable.type(), (int) variable.shape().size(), random, 0.1f)));
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        graph.inputs().forEach((name, node) -> inputs.put(name,
                buffer(backend, node.type(), (int) node.shape().size(BATCH), random, feature)));
        Map<String, double[]> before = values(variables);
        try (Executable program = backend.compile(graph, CompileSettings.of(precision, BATCH));
                Workspace workspace = program.open(Bindings.of(variables, inputs))) {
            for (int step = 0; step < 2; step++) {
                RunArguments arguments = new RunArguments(graph.scalars().size()).rows(BATCH - step).seed(5).step(step);
                Arrays.fill(arguments.scalars(), 0.3);
                workspace.run(arguments);
            }
            workspace.await();
            return new Outcome(before, values(variables), workspace.rejected());
        } finally {
            variables.values().forEach(Buffer::close);
            inputs.values().forEach(Buffer::close);
        }
    }

    /** Reals between 0 and a bound, or rows and classes. */
    private static Buffer buffer(Backend backend, Type type, int size, Random random, float bound) {
        Buffer buffer = backend.allocate(type, Precision.FLOAT32, size);
        if (type == Type.REAL) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextFloat() * bound;
            }
            buffer.write(0, values, 0, size);
        } else {
            buffer.write(0, random.ints(size, 0, 10).toArray(), 0, size);
        }
        return buffer;
    }

    private static Map<String, double[]> values(Map<String, Buffer> buffers) {
        Map<String, double[]> values = new LinkedHashMap<>();
        buffers.forEach((name, buffer) -> values.put(name, Comparison.values(buffer)));
        return values;
    }
}
