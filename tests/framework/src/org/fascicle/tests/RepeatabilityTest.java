package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One seed gives one result. */
@ComputesAlone
public class RepeatabilityTest extends PlatformTest {
    private static final int STEPS = 40;
    private static final List<String> MODELS = List.of(Models.NORMALIZED, Models.DEEP, Models.NORMALIZED);

    @ParameterizedTest
    @MethodSource("backends")
    void oneSeedTwiceGivesBitEqualTensorsAndHistory(String backend) {
        try (Model one = create(Models.NORMALIZED, on(backend)); Model two = create(Models.NORMALIZED, on(backend))) {
            Training first = trainTo(one, STEPS);
            Training second = trainTo(two, STEPS);
            Tensors.assertSameBits(tensors(first), tensors(second));
            assertEquals(first.history().values(), second.history().values());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void networksThatTrainAtOnceDoNotDisturbEachOther(String backend) throws InterruptedException, ExecutionException {
        List<Map<String, double[]>> alone = new ArrayList<>();
        for (String model : MODELS) {
            alone.add(trained(model, backend));
        }
        ExecutorService threads = Executors.newFixedThreadPool(MODELS.size());
        try {
            List<Future<Map<String, double[]>>> together = new ArrayList<>();
            for (String model : MODELS) {
                together.add(threads.submit(() -> trained(model, backend)));
            }
            for (int i = 0; i < MODELS.size(); i++) {
                Tensors.assertSameBits(alone.get(i), together.get(i).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private Map<String, double[]> trained(String model, String backend) {
        try (Model network = create(model, on(backend))) {
            Training training = trainTo(network, STEPS);
            evaluate(network, testRows(network));
            return tensors(training);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anotherSeedGivesOtherWeights(String backend) {
        Settings seeded = on(backend).override("training.seed", "8");
        try (Model one = create(Models.NORMALIZED, on(backend)); Model two = create(Models.NORMALIZED, seeded)) {
            Map<String, double[]> ones = weights(one);
            Map<String, double[]> twos = weights(two);
            assertFalse(Arrays.equals(ones.get("dense/kernel"), twos.get("dense/kernel")));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anInsertedLayerDoesNotChangeTheFirstValuesOfOthers(String backend) {
        String longer = Models.with(Models.NORMALIZED, "{ \"dropout\"",
                "{ \"dense\": { \"units\": 24, \"name\": \"inserted\" } }, { \"dropout\"");
        try (Model one = create(Models.NORMALIZED, on(backend)); Model two = create(longer, on(backend))) {
            Map<String, double[]> ones = weights(one);
            Map<String, double[]> twos = weights(two);
            twos.keySet().removeIf(path -> path.startsWith("inserted/"));
            Tensors.assertSameBits(ones, twos);
        }
    }
}
