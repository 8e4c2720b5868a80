package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was saved and restored goes on as if it had never been cut. */
public class ResumeTest extends PlatformTest {
    private static final int CUT = 10;
    private static final int STEPS = 20;
    /** What an evaluation adds up in, and clears before it begins. */
    private static final String SCRATCH = "evaluation/";

    @TempDir
    Path folder;

    /** Of 15 steps in an epoch: one cut within it, and the end of it between cut and comparison. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("backendsAndOptimizers")
    void tenStepsSavedAndTenMoreAreBitEqualToTwenty(String backend, String optimizer) {
        Settings settings = on(backend).override("optimizer", "\"" + optimizer + "\"");
        assertResumes(Models.NORMALIZED, settings, CUT);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aCutAtTheEndOfAnEpochIsNoDifference(String backend) {
        assertResumes(Models.NORMALIZED, on(backend), 15);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void schedulesAndConstraintsGoOnWhereTheyStood(String backend) {
        assertResumes(Models.DEEP, on(backend), CUT);
    }

    private void assertResumes(String model, Settings settings, int cut) {
        Path archive = folder.resolve("cut.fascicle");
        try (Network whole = read(model, settings); Network first = read(model, settings)) {
            StopAt.step(whole, STEPS);
            StopAt.step(first, cut);
            first.save(archive);
            try (Network second = networks.restore(archive, Settings.defaults().backend(first.backend()))) {
                StopAt.step(second, STEPS);
                Tensors.assertSameBits(tensors(whole, SCRATCH), tensors(second, SCRATCH));
                assertEquals(whole.history().values(), second.history().values());
            }
        }
    }
}
