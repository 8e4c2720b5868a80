package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.testing.Garbage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps of a recurrent network: one loop for all steps of its sequences, and one for the way back. */
class LoopTest {
    private static final int FEATURES = 5;

    private static List<Profile.Part> parts(JitBackend backend, int steps) {
        try (Recurrent network = new Recurrent(backend, Recurrent.graph(steps, FEATURES, 16, true), 4)) {
            network.step();
            return network.profile().parts();
        }
    }

    @Test
    void aHundredStepsAreTwoLoopsAndNoMoreCodeThanFive() {
        JitBackend backend = Subject.backend(1);
        try {
            List<Profile.Part> five = parts(backend, 5);
            int classes = backend.kernels();
            List<Profile.Part> hundred = parts(backend, 100);
            assertEquals(2, hundred.stream().filter(part -> part.operation().endsWith("scan")).count(), hundred.toString());
            assertEquals(five.size(), hundred.size());
            assertTrue(hundred.stream().noneMatch(part -> part.operation().contains("matmul")), hundred.toString());
            assertEquals(classes, backend.kernels());
        } finally {
            backend.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 33, 200})
    void equalToTheBitForAnyNumberOfThreads(int rows) {
        Graph graph = Recurrent.graph(6, FEATURES, 40, true);
        Map<String, float[]> one = trained(graph, rows, 1);
        for (int threads : new int[] {2, 3, 4, 7}) {
            Map<String, float[]> several = trained(graph, rows, threads);
            one.forEach((path, values) -> assertArrayEquals(values, several.get(path), path + ", " + threads + " threads"));
        }
    }

    /** What a loop computes is what its steps give that are written out, but for the last bits. */
    @ParameterizedTest
    @ValueSource(ints = {3, 24})
    void asWithEachStepWrittenOut(int rows) {
        Map<String, float[]> loop = trained(Recurrent.graph(7, FEATURES, 20, true), rows, 2);
        Map<String, float[]> written = trained(Recurrent.graph(7, FEATURES, 20, false), rows, 2);
        assertEquals(written.keySet(), loop.keySet());
        written.forEach((path, values) -> assertArrayEquals(values, loop.get(path), 1e-6f, path));
    }

    private static Map<String, float[]> trained(Graph graph, int rows, int threads) {
        JitBackend backend = Subject.backend(threads);
        try (Recurrent network = new Recurrent(backend, graph, rows)) {
            for (int step = 0; step < 3; step++) {
                network.step();
            }
            return network.values();
        } finally {
            backend.stop();
        }
    }

    @Test
    void aStepLeavesNoGarbage() {
        JitBackend backend = Subject.backend(1);
        try (Recurrent network = new Recurrent(backend, Recurrent.graph(10, FEATURES, 8, true), 4)) {
            Garbage.assertComesToNone("fascicle-jit", network::step);
        } finally {
            backend.stop();
        }
    }
}
