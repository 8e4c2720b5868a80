package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Targets;
import org.fascicle.api.data.Values;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the losses of rows become one number, with weights and without, against Keras's definitions written out. */
class ReductionsTest {
    private static final float[] WEIGHTS = {0.5f, 0, 2, 3};
    private static final float[] X = {1, 2, -1, 0.5f};
    private static final float[] WANTED = {0, 1, 1, -1};
    private static final Settings EXACT = Settings.defaults().precision(Precision.FLOAT64);

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, Judges.techniques());

    @TempDir
    Path folder;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    // The prediction is 2 x + 1.
    @Test
    void lossesAreReducedAsInKeras() {
        double sum = 0;
        double weighted = 0;
        double weights = 0;
        for (int row = 0; row < 4; row++) {
            double square = (2 * X[row] + 1 - WANTED[row]) * (2 * X[row] + 1 - WANTED[row]);
            sum += square;
            weighted += WEIGHTS[row] * square;
            weights += WEIGHTS[row];
        }
        MemoryRows plain = rows().targets(WANTED);
        MemoryRows weighing = rows().targets(WANTED).weights(WEIGHTS);
        assertEquals(sum / 4, loss("'distances'", plain), 1e-12);
        assertEquals(sum / 4, loss("{'distances': {'reduction': 'mean'}}", plain), 1e-12);
        assertEquals(sum / 4, loss("{'distances': {'reduction': 'mean_with_sample_weight'}}", plain), 1e-12);
        assertEquals(sum, loss("{'distances': {'reduction': 'sum'}}", plain), 1e-12);
        assertEquals(weighted / 4, loss("'distances'", weighing), 1e-12);
        assertEquals(weighted / weights, loss("{'distances': {'reduction': 'mean_with_sample_weight'}}", weighing), 1e-12);
        assertEquals(weighted, loss("{'distances': {'reduction': 'sum'}}", weighing), 1e-12);
    }

    // The output [2, 3] of a row has a loss for each of 2 places, each the mean of 3 numbers; Keras's sum adds up the places.
    @Test
    void aSumAddsUpEachPlaceOfARow() {
        float[][] features = {{1, 2, 3, 4, 5, 6}, {0, 1, 0, -1, 0.5f, 2}};
        double squares = 0;
        for (float[] row : features) {
            for (float number : row) {
                squares += number * number;
            }
        }
        for (Map.Entry<String, Double> each : Map.of("sum", squares / 3, "mean", squares / 12).entrySet()) {
            try (Model model = fascicle.create(Fixture.undescribed("'input': [2, 3]", "{'gain': {'factor': 1}}",
                    "'loss': {'distances': {'reduction': '" + each.getKey() + "'}}, 'optimizer': 'descent'"), EXACT)) {
                MemoryRows zeros = MemoryRows.of(Shape.of(2, 3), flat(features))
                        .targets(Targets.values(Values.of(Shape.of(2, 3), new float[12])));
                assertEquals(each.getValue(), model.evaluate(zeros).metrics().get("loss"), 1e-12, each.getKey());
            }
        }
    }

    @Test
    void rowsOfAnIgnoredClassHaveNoPartInTheMean() {
        try (Model model = create("{'linear': {'units': 2}}, {'soft': {}}", "'loss': {'classes': {'ignored': 2}}")) {
            model.tensor("linear/kernel", new double[] {1, -1});
            model.tensor("linear/bias", new double[] {0.5, 0});
            int[] labels = {0, 2, 1, 2};
            double loss = 0;
            for (int row : new int[] {0, 2}) {
                double yes = Math.exp(X[row] + 0.5);
                double no = Math.exp(-X[row]);
                loss -= Math.log((labels[row] == 0 ? yes : no) / (yes + no));
            }
            assertEquals(loss / 2, model.evaluate(rows().labels(labels)).metrics().get("loss"), 1e-12);
        }
    }

    @Test
    void metricsCountRowsByTheirWeightsWhereTheyAreListedSo() {
        try (Model model = create("{'linear': {'units': 1}}, {'yes': {}}",
                "'loss': 'distances', 'metrics': ['chances'], 'weighted_metrics': ['chances', 'chances']")) {
            setLine(model);
            double plain = 0;
            double weighted = 0;
            for (int row = 0; row < 4; row++) {
                double chance = 1 / (1 + Math.exp(-2 * X[row] - 1));
                plain += chance / 4;
                weighted += WEIGHTS[row] * chance / 5.5;
            }
            Map<String, Double> metrics = model.evaluate(rows().targets(WANTED).weights(WEIGHTS)).metrics();
            assertEquals(plain, metrics.get("chances"), 1e-12);
            assertEquals(weighted, metrics.get("weighted_chances"), 1e-12);
            assertEquals(weighted, metrics.get("weighted_chances_1"), 1e-12);
            assertEquals(plain, model.evaluate(rows().targets(WANTED)).metrics().get("weighted_chances"), 1e-12);
        }
        try (Model model = create("{'linear': {'units': 1}}", "'loss': 'distances', 'weighted_metrics': ['spread']")) {
            InputException thrown = assertThrows(InputException.class,
                    () -> model.evaluate(rows().targets(WANTED).weights(WEIGHTS)));
            assertEquals("metric 'spread' (spread): takes no weights of rows: list it among the \"metrics\"", thrown.problem());
        }
    }

    // Of four rows three are of class 0 and one is of class 2: 4 / (2 * 3) and 4 / (2 * 1), as scikit-learn has it.
    @Test
    void classesHaveWeights() {
        int[] labels = {0, 0, 2, 0};
        MemoryRows named = rows().targets(Targets.labels(labels, List.of("cat", "dog", "2")));
        assertEquals(trained("", rows().weights(new float[] {2, 2, 0.5f, 2}).targets(
                Targets.labels(labels, 3))),
                trained(", 'class_weight': {'cat': 2, '2': 0.5}", named), 1e-12);
        assertEquals(trained("", rows().weights(new float[] {4 / 6f, 4 / 6f, 2, 4 / 6f}).targets(
                Targets.labels(labels, 3))),
                trained(", 'class_weight': 'balanced'", named), 1e-6);
        InputException unknown = assertThrows(InputException.class, () -> trained(", 'class_weight': {'cow': 2}", named));
        assertEquals("there is no class 'cow'", unknown.problem());
        assertEquals("/training/class_weight/cow", unknown.pointer());
        assertEquals("weights of classes need one output, with labels", assertThrows(InputException.class,
                () -> trained("'distances'", 1, ", 'class_weight': 'balanced'", rows().targets(WANTED))).problem());
    }

    @Test
    void weightsOfClassesGoOnWithATraining() {
        Path file = folder.resolve("weighted.fasc");
        MemoryRows rows = rows().labels(0, 0, 2, 0);
        try (Model model = classes("'classes'", 3, ", 'class_weight': {'0': 2}");
                Training training = fascicle.train(model, Data.of(rows)).start()) {
            training.join();
            training.save(file);
        }
        TrainingPlan plan = fascicle.resume(file, Data.of(rows), Settings.defaults()).epochs(3);
        try (Model model = plan.model(); Training training = plan.start()) {
            assertEquals(3, training.join().history().epochs());
        }
        TrainingPlan other = fascicle.resume(file, Data.of(rows), Settings.defaults()).epochs(3)
                .set("training.class_weight", "\"balanced\"");
        try (Model model = other.model()) {
            InputException thrown = assertThrows(InputException.class, other::start);
            assertEquals(true, thrown.problem().contains("weights of classes: {\"0\": 2.0} then"), thrown.problem());
        }
    }

    private double trained(String classWeight, MemoryRows rows) {
        return trained("'classes'", 3, classWeight, rows);
    }

    private double trained(String loss, int units, String classWeight, MemoryRows rows) {
        try (Model model = classes(loss, units, classWeight);
                Training training = fascicle.train(model, Data.of(rows)).start()) {
            return training.join().history().value("loss", 1);
        }
    }

    private Model classes(String loss, int units, String classWeight) {
        return fascicle.create(Fixture.undescribed("'input': [1]", "{'linear': {'units': " + units + "}}, {'yes': {}}",
                "'loss': " + loss + ", 'optimizer': 'descent', 'training': {'epochs': 2, 'batch_size': 4, 'seed': 3" + classWeight
                        + "}"),
                EXACT);
    }

    private double loss(String loss, MemoryRows rows) {
        try (Model model = create("{'linear': {'units': 1}}", "'loss': " + loss)) {
            setLine(model);
            double evaluated = model.evaluate(rows).metrics().get("loss");
            try (Training training = fascicle.train(model, Data.of(rows)).start()) {
                assertEquals(evaluated, training.join().history().value("loss", 0), 1e-12);
            }
            return evaluated;
        }
    }

    private static void setLine(Model model) {
        model.tensor("linear/kernel", new double[] {2});
        model.tensor("linear/bias", new double[] {1});
    }

    private Model create(String network, String rest) {
        return fascicle.create(Fixture.undescribed("'input': [1]", network,
                rest + ", 'optimizer': 'descent', 'training': {'epochs': 1, 'batch_size': 4, 'seed': 3}"), EXACT);
    }

    private static MemoryRows rows() {
        float[][] features = new float[X.length][];
        for (int row = 0; row < X.length; row++) {
            features[row] = new float[] {X[row]};
        }
        return MemoryRows.of(features);
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
