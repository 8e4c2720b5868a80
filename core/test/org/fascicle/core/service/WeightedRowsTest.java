package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Weights of rows and of classes: the loss of a row is multiplied by them, against a step by hand. */
class WeightedRowsTest {
    private static final double RATE = 0.1;
    private static final int COUNT = 6;
    private static final float[] WEIGHTS = {0.5f, 0, 2, 1, 3.5f, 1};
    private static final Map<Integer, Double> BY_CLASS = Map.of(2, 4.0, 0, 0.25);
    private static final Settings EXACT = Settings.defaults().precision(Precision.FLOAT64);

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void theLossOfARowIsMultipliedByItsWeight() {
        double[] weights = new double[COUNT];
        for (int row = 0; row < COUNT; row++) {
            weights[row] = WEIGHTS[row];
        }
        assertSteps(weights, weighted(), Map.of());
        assertSteps(weights, new Weighted(WEIGHTS), Map.of());
        assertSteps(weights, batches(4, true), Map.of());
        assertSteps(new double[] {1, 1, 1, 1, 1, 1}, rows(), Map.of());
    }

    @Test
    void theLossOfARowIsMultipliedByTheWeightOfItsClass() {
        double[] weights = new double[COUNT];
        double[] both = new double[COUNT];
        for (int row = 0; row < COUNT; row++) {
            weights[row] = BY_CLASS.getOrDefault(row % 3, 1.0);
            both[row] = weights[row] * WEIGHTS[row];
        }
        assertSteps(weights, rows(), BY_CLASS);
        assertSteps(weights, batches(4, false), BY_CLASS);
        assertSteps(both, weighted(), BY_CLASS);
        assertSteps(both, batches(1, true), BY_CLASS);
    }

    @Test
    void weightsOfOneChangeNothing() {
        try (Model plain = create(Settings.defaults(), 4); Model weighted = create(Settings.defaults(), 4)) {
            train(plain, Data.of(rows()), Map.of());
            train(weighted, Data.of(new Weighted(new float[] {1, 1, 1, 1, 1, 1})), Map.of(1, 1.0));
            assertArrayEquals(plain.tensor("linear/kernel"), weighted.tensor("linear/kernel"));
        }
    }

    @Test
    void aResumedTrainingKeepsTheWeightsOfClasses() {
        Path file = folder.resolve("weighted.fasc");
        double[] whole;
        try (Model model = create(Settings.defaults(), 4);
                Training training = fascicle.train(model, Data.of(weighted())).classWeights(BY_CLASS).epochs(4).start()) {
            training.join();
            whole = model.tensor("linear/kernel");
        }
        try (Model model = create(Settings.defaults(), 4);
                Training training = fascicle.train(model, Data.of(weighted())).classWeights(BY_CLASS).epochs(4)
                        .listener(Fixture.stopAt(3)).start()) {
            training.join();
            training.save(file);
        }
        TrainingPlan plan = fascicle.resume(file, Data.of(weighted()), Settings.defaults());
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertArrayEquals(whole, model.tensor("linear/kernel"));
        }
    }

    @Test
    void weightsThatCannotBeUsedAreNamed() {
        try (Model model = create(Settings.defaults(), 4)) {
            refused("the data's row 2 has the weight NaN, and a weight is at least 0",
                    () -> fascicle.train(model, Data.of(new Weighted(new float[] {1, 0, Float.NaN, 1, 1, 1}))).start());
            refused("the data's row 5 has the weight -1.0, and a weight is at least 0",
                    () -> fascicle.train(model, Data.of(new Weighted(new float[] {1, 0, 2, 1, 1, -1}))).start());
            refused("the class 3 cannot have the weight 2.0: classes go from 0 to 2, and a weight is at least 0",
                    () -> fascicle.train(model, Data.of(rows())).classWeights(Map.of(3, 2.0)).start());
            refused("the class 1 cannot have the weight -2.0: classes go from 0 to 2, and a weight is at least 0",
                    () -> fascicle.train(model, Data.of(rows())).classWeights(Map.of(1, -2.0)).start());
            refused("the class 1 cannot have the weight NaN: classes go from 0 to 2, and a weight is at least 0",
                    () -> fascicle.train(model, Data.of(rows())).classWeights(Map.of(1, Double.NaN)).start());
        }
    }

    /** That a training's step, its loss, and the loss of the evaluated rows are those that are computed here. */
    private void assertSteps(double[] weights, Examples examples, Map<Integer, Double> byClass) {
        try (Model model = create(EXACT, COUNT)) {
            double[] kernel = model.tensor("linear/kernel");
            double[] bias = model.tensor("linear/bias");
            double loss = 0;
            double unweighted = 0;
            double[] kernelStep = new double[kernel.length];
            double[] biasStep = new double[3];
            for (int row = 0; row < COUNT; row++) {
                double[] parts = softmax(row, kernel, bias);
                loss -= weights[row] * Math.log(parts[row % 3]) / COUNT;
                unweighted -= Math.log(parts[row % 3]) / COUNT;
                for (int unit = 0; unit < 3; unit++) {
                    double slope = weights[row] * (parts[unit] - (row % 3 == unit ? 1 : 0)) / COUNT;
                    biasStep[unit] += slope;
                    for (int i = 0; i < 2; i++) {
                        kernelStep[i * 3 + unit] += slope * features(row)[i];
                    }
                }
            }
            assertEquals(unweighted, model.evaluate(rows()).metrics().get("loss"), 1e-12);
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] -= RATE * kernelStep[i];
            }
            for (int i = 0; i < 3; i++) {
                bias[i] -= RATE * biasStep[i];
            }
            assertEquals(loss, train(model, Data.of(examples), byClass), 1e-12);
            assertArrayEquals(kernel, model.tensor("linear/kernel"), 1e-12);
            assertArrayEquals(bias, model.tensor("linear/bias"), 1e-12);
        }
    }

    private static double[] softmax(int row, double[] kernel, double[] bias) {
        double[] parts = new double[3];
        double all = 0;
        for (int unit = 0; unit < 3; unit++) {
            parts[unit] = Math.exp(features(row)[0] * kernel[unit] + features(row)[1] * kernel[3 + unit] + bias[unit]);
            all += parts[unit];
        }
        for (int unit = 0; unit < 3; unit++) {
            parts[unit] /= all;
        }
        return parts;
    }

    private Model create(Settings settings, int batch) {
        return fascicle.create(Fixture.undescribed("'input': [2]", "{'linear': {'units': 3}}, {'soft': {}}",
                "'loss': 'cross_entropy', 'optimizer': {'descent': {'learning_rate': " + RATE
                        + "}}, 'training': {'epochs': 1, 'batch_size': " + batch + ", 'seed': 3, 'shuffle': false}"),
                settings);
    }

    /** Trains, and gives the loss of the last epoch. */
    private double train(Model model, Data data, Map<Integer, Double> byClass) {
        try (Training training = fascicle.train(model, data).classWeights(byClass).start()) {
            return training.join().history().value("loss", 0);
        }
    }

    private static float[] features(int row) {
        return new float[] {(float) Math.sin(row), (float) Math.cos(3 * row)};
    }

    private static MemoryRows rows() {
        float[][] features = new float[COUNT][];
        for (int row = 0; row < COUNT; row++) {
            features[row] = features(row);
        }
        return MemoryRows.of(features).labels(0, 1, 2, 0, 1, 2);
    }

    private static MemoryRows weighted() {
        return rows().weights(WEIGHTS);
    }

    /** Batches of some rows each, with the last one smaller. */
    private static BatchStream batches(int size, boolean weighted) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < COUNT; from += size) {
            int now = Math.min(size, COUNT - from);
            float[] features = new float[now * 2];
            int[] labels = new int[now];
            float[] weights = new float[now];
            for (int i = 0; i < now; i++) {
                System.arraycopy(features(from + i), 0, features, i * 2, 2);
                labels[i] = (from + i) % 3;
                weights[i] = WEIGHTS[from + i];
            }
            Batch batch = Batch.of(now, features).labels(labels);
            batches.add(weighted ? batch.weights(weights) : batch);
        }
        Schema schema = Schema.of(Shape.of(2)).classes(3);
        return BatchStream.of(weighted ? schema.weighted() : schema, batches);
    }

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(InputException.class, action).getMessage());
    }

    /** Rows of a caller's own, which check nothing. */
    private record Weighted(float[] weights) implements Rows {
        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public int classes() {
            return 3;
        }

        @Override
        public boolean weighted() {
            return true;
        }

        @Override
        public float weight(int row) {
            return weights[row];
        }

        @Override
        public int label(int row) {
            return row % 3;
        }

        @Override
        public void features(int row, float[] into, int at) {
            System.arraycopy(WeightedRowsTest.features(row), 0, into, at, 2);
        }
    }
}
