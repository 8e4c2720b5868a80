package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was saved and restored goes on as if it had never been cut. */
public class ResumeTest extends PlatformTest {
    private static final int CUT = 10;
    private static final int STEPS = 20;

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
        try (Model whole = create(model, settings); Model first = create(model, settings)) {
            Training uncut = trainTo(whole, STEPS);
            trainTo(first, cut).save(archive);
            Training second = resume(archive, Settings.defaults().backend(first.backend()), Listen.stopAt(STEPS));
            try (Model resumed = second.model()) {
                Tensors.assertSameBits(tensors(uncut), tensors(second));
                Tensors.assertSameBits(weights(whole), weights(resumed));
                assertEquals(uncut.history().values(), second.history().values());
            }
        }
    }
}
