package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fascicle.backend.testing.Garbage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole training steps: the same bits for any number of threads, few classes, no garbage. */
class TrainingStepTest {
    private static Stream<Arguments> networksAndRows() {
        return TrainingStep.NETWORKS.stream().flatMap(network -> IntStream.of(1, 2, 24, 33, 512)
                .filter(rows -> rows == 24 || rows == 33 || !network.equals("deep"))
                .filter(rows -> rows < 512 || !network.equals("convolutional"))
                .mapToObj(rows -> Arguments.of(network, rows)));
    }

    @ParameterizedTest
    @MethodSource("networksAndRows")
    void equalToTheBitForAnyNumberOfThreads(String network, int rows) {
        TrainingStep step = TrainingStep.of(network);
        float[] one = trained(step, rows, 1);
        assertTrue(Float.isFinite(one[one.length - 1]), "the loss is " + one[one.length - 1]);
        for (int threads : new int[] {2, 3, 4, 7}) {
            assertArrayEquals(one, trained(step, rows, threads), threads + " threads");
        }
    }

    private static float[] trained(TrainingStep step, int rows, int threads) {
        JitBackend backend = Subject.backend(threads);
        try {
            return step.trained(backend, rows, 2);
        } finally {
            backend.stop();
        }
    }

    @Test
    void equalLayersShareKernels() {
        JitBackend backend = Subject.backend(1);
        TrainingStep.of("deep").trained(backend, 32, 1);
        assertTrue(backend.kernels() <= 17, backend.kernels() + " kernels for 20 layers");
        backend.stop();
    }

    @ParameterizedTest
    @CsvSource({"normalized,1", "normalized,2", "dense,2", "convolutional,2"})
    void comesToAllocateNothing(String network, int threads) {
        JitBackend backend = Subject.backend(threads);
        try (TrainingStep.Run run = TrainingStep.of(network).new Run(backend, 24)) {
            Garbage.assertComesToNone("fascicle-jit", run::step);
        } finally {
            backend.stop();
        }
    }
}
