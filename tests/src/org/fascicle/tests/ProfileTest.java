package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.network.Network;
import org.fascicle.api.network.ProfileResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the time of a step goes, told by backends that can, and refused by the others. */
public class ProfileTest extends PlatformTest {
    private static final int BATCH = 32;

    @ParameterizedTest
    @MethodSource("backends")
    void aProfileTellsWhatEachKernelComesFrom(String backend) {
        try (Network network = read(Models.NORMALIZED, on(backend))) {
            if (!backend.equals("jit")) {
                assertRefused(null, () -> network.profile(BATCH, 0.1),
                        "the backend '" + backend + "' does not measure the parts of a step", "jit");
                return;
            }
            ProfileResult result = network.profile(BATCH, 0.1);
            assertEquals(BATCH, result.benchmark().batch());
            Set<String> provenances = result.step().parts().stream().flatMap(part -> part.provenances().stream())
                    .collect(Collectors.toSet());
            assertTrue(provenances.containsAll(Set.of("dense", "dense (gradient)", "loss")), provenances.toString());
            assertTrue(result.step().nanos() > 0);
            assertTrue(result.attainableBytesPerSecond() > 0 && result.attainableOperationsPerSecond() > 0);
        }
    }
}
