package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.core.archive.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model takes its scaling from the first data that have one, and keeps it. */
class FirstScalingTest {
    private static final float[][] FEATURES = {{10, 1}, {30, 3}, {20, 5}, {40, 7}};
    private static final double[] MEANS = {25, 4};
    // The deviations are the square roots of 125 and 5.
    private static final double[] FACTORS = {1 / Math.sqrt(125), 1 / Math.sqrt(5)};
    private static final Data ROWS = Data.of(MemoryRows.of(FEATURES).labels(0, 1, 0, 1));
    private static final Data SCALED = ROWS.scaled(Scale.STANDARD);
    private static final String REST = "'loss': 'cross_entropy', 'optimizer': 'descent', "
            + "'training': {'epochs': 2, 'batch_size': 3, 'seed': 3}";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @Test
    void aModelWithoutDataTakesTheScalingOfItsFirstTraining() {
        try (Model model = fascicle.create(linear(), Settings.defaults());
                Model twin = fascicle.create(linear(), SCALED, Settings.defaults())) {
            assertPredicts(model, new double[2], new double[] {1, 1});
            assertScaling(model, new double[2], new double[] {1, 1});
            train(model, SCALED);
            assertPredicts(model, MEANS, FACTORS);
            assertScaling(model, MEANS, FACTORS);
            train(twin, SCALED);
            assertArrayEquals(twin.tensor("linear/kernel"), model.tensor("linear/kernel"));
            train(model, Data.of(MemoryRows.of(new float[][] {{-1, 0}, {1, 9}}).labels(0, 1)).scaled(Scale.STANDARD));
            assertScaling(model, MEANS, FACTORS);
        }
    }

    @Test
    void dataWithoutAScalingLeaveItOpen() {
        try (Model model = fascicle.create(linear(), ROWS, Settings.defaults())) {
            train(model, SCALED);
            assertScaling(model, MEANS, FACTORS);
        }
        try (Model model = fascicle.create(linear(), ROWS, Settings.defaults())) {
            train(model, ROWS);
            train(model, SCALED);
            assertScaling(model, new double[2], new double[] {1, 1});
        }
    }

    @Test
    void anArchiveOfAFreshModelLeavesItOpenAndOneOfATrainedModelDoesNot() {
        Path fresh = folder.resolve("fresh.fasc");
        Path trained = folder.resolve("trained.fasc");
        try (Model model = fascicle.create(linear(), Settings.defaults())) {
            model.save(fresh);
            train(model, ROWS);
            model.save(trained);
        }
        try (Model model = fascicle.open(fresh, Settings.defaults())) {
            train(model, SCALED);
            assertScaling(model, MEANS, FACTORS);
        }
        try (Model model = fascicle.open(trained, Settings.defaults())) {
            train(model, SCALED);
            assertScaling(model, new double[2], new double[] {1, 1});
        }
        assertEquals(0, backend.open());
    }

    private static Definition linear() {
        return Fixture.undescribed("'input': [2]", "{'linear': {'units': 2}}, {'soft': {}}", REST);
    }

    private void train(Model model, Data data) {
        try (Training training = fascicle.train(model, data).start()) {
            training.join();
        }
    }

    /** That a model predicts the softmax of what its kernel and bias make of scaled features. */
    private static void assertPredicts(Model model, double[] shift, double[] factor) {
        double[] kernel = model.tensor("linear/kernel");
        double[] bias = model.tensor("linear/bias");
        float[][] outputs = model.predict(FEATURES);
        for (int row = 0; row < FEATURES.length; row++) {
            double[] sums = bias.clone();
            for (int unit = 0; unit < 2; unit++) {
                for (int i = 0; i < 2; i++) {
                    sums[unit] += (FEATURES[row][i] - shift[i]) * factor[i] * kernel[i * 2 + unit];
                }
            }
            assertEquals(1 / (1 + Math.exp(sums[1] - sums[0])), outputs[row][0], 1e-5, "row " + row);
        }
    }

    private void assertScaling(Model model, double[] shift, double[] factor) {
        Path file = folder.resolve("scaling.fasc");
        model.save(file);
        Archive archive = Archive.read(file);
        assertArrayEquals(shift, archive.weights().get("data/shift").reals(), 1e-12);
        assertArrayEquals(factor, archive.weights().get("data/factor").reals(), 1e-12);
    }
}
