package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the time of a step goes, reported by backends that can, and refused by the others. */
@ComputesAlone
public class ProfileTest extends PlatformTest {
    private static final int BATCH = 32;
    private static final Set<String> MEASURING = Set.of("jit", "opencl");
    private static final String MODEL = Models.NORMALIZED.replace("\"learning_rate\": 0.02",
            "\"learning_rate\": 0.02, \"weight_decay\": 0.01, \"clipnorm\": 5, \"use_ema\": true");

    @ParameterizedTest
    @MethodSource("allBackends")
    void aProfileTellsWhatEachKernelComesFrom(String backend) {
        try (Model network = create(MODEL, on(backend))) {
            if (!MEASURING.contains(backend)) {
                assertRefused(null, () -> measurement.profile(network, fascicle.data(network), BATCH, 0.1),
                        "the backend '" + backend + "' does not measure the parts of a step", "Take another backend");
                return;
            }
            ProfileResult result = measurement.profile(network, fascicle.data(network), BATCH, 0.1);
            assertEquals(BATCH, result.benchmark().batch());
            List<Profile.Part> parts = result.step().parts();
            Set<String> places = texts(parts, part -> part.provenances().stream());
            assertTrue(places.containsAll(Set.of("dense", "dense (gradient)", "loss")), places.toString());
            assertEquals(Set.of("dense", "batch_normalization", "elu", "dropout", "softmax", "l2", "nesterov",
                    "clip_by_norm", "weight_decay", "weight_average", "sparse_categorical_crossentropy", "accuracy"),
                    texts(parts, part -> part.techniques().stream()));
            assertTrue(parts.stream().anyMatch(part -> part.provenances().contains("packed/0/parameter")
                    && part.techniques().containsAll(Set.of("nesterov", "weight_decay", "weight_average"))), places.toString());
            assertTrue(result.step().nanos() > 0);
            assertTrue(result.attainableBytesPerSecond() > 0 && result.attainableOperationsPerSecond() > 0);
        }
    }

    private static Set<String> texts(List<Profile.Part> parts, Function<Profile.Part, Stream<String>> texts) {
        return parts.stream().flatMap(texts).collect(Collectors.toSet());
    }
}
