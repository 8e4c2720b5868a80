package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Profile;
import org.junit.jupiter.api.Test;

/** What a convolutional network sums up over rows is summed up where the rows are computed. */
class RowSumsTest {
    private static final int ROWS = 33;

    private final JitBackend backend = Subject.jit();

    @Test
    void gradientsOfKernelsAndBiasesAreInThePhaseOfTheImages() {
        try (TrainingStep.Run run = TrainingStep.of("convolutional").new Run(backend, ROWS)) {
            Profile profile = run.profile();
            int phase = parts(profile, "max_pool_grad.*").get(0).phase();
            String reported = profile.parts().stream().filter(part -> part.phase() == phase).map(Profile.Part::operation)
                    .collect(Collectors.joining("; "));
            assertEquals(2, reported.split("conv_grad_kernel", -1).length - 1, reported);
            assertEquals(2, parts(profile, "sum|where, sum").stream().filter(part -> part.phase() == phase).count(), reported);
        }
    }

    @Test
    void measuredStepsGiveTheSameBits() {
        TrainingStep step = TrainingStep.of("convolutional");
        try (TrainingStep.Run run = step.new Run(backend, ROWS)) {
            for (int i = 0; i < 3; i++) {
                run.profile();
            }
            assertArrayEquals(step.trained(backend, ROWS, 3), run.weights());
        }
    }

    private static List<Profile.Part> parts(Profile profile, String operation) {
        return profile.parts().stream().filter(part -> part.operation().matches(operation)).collect(Collectors.toList());
    }
}
