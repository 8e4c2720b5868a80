package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;

import org.fascicle.api.network.Network;
import org.fascicle.api.network.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One seed gives one result. */
public class RepeatabilityTest extends PlatformTest {
    private static final int STEPS = 40;

    @ParameterizedTest
    @MethodSource("backends")
    void oneSeedTwiceGivesBitEqualTensorsAndHistory(String backend) {
        try (Network one = read(Models.NORMALIZED, on(backend)); Network two = read(Models.NORMALIZED, on(backend))) {
            StopAt.step(one, STEPS);
            StopAt.step(two, STEPS);
            Tensors.assertSameBits(tensors(one), tensors(two));
            assertEquals(one.history().values(), two.history().values());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anotherSeedGivesOtherWeights(String backend) {
        Settings seeded = on(backend).override("training.seed", "8");
        try (Network one = read(Models.NORMALIZED, on(backend)); Network two = read(Models.NORMALIZED, seeded)) {
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
        try (Network one = read(Models.NORMALIZED, on(backend)); Network two = read(longer, on(backend))) {
            Map<String, double[]> ones = weights(one);
            Map<String, double[]> twos = weights(two);
            twos.keySet().removeIf(path -> path.startsWith("inserted/"));
            Tensors.assertSameBits(ones, twos);
        }
    }
}
