package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.core.training.Domains;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What losses, metrics and layers can judge is held against networks and data, before the first step. */
class JudgedDataTest {
    private static final float[][] FEATURES = {{0, 1}, {1, 0}, {2, 2}, {1, 1}};
    private static final Settings EXACT = Settings.defaults().precision(Precision.FLOAT64);

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, Judges.techniques());

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void answersYesOrNoAreNotThreeClasses() {
        refused("/loss", "the loss 'answers' takes answers yes or no, and the data have 3 classes",
                "{'linear': {'units': 1}}, {'yes': {}}", "'loss': 'answers'", Data.of(rows().labels(1, 2, 1, 2)));
        trains("{'linear': {'units': 1}}, {'yes': {}}", "'loss': 'answers'", Data.of(rows().labels(0, 1, 1, 1)));
    }

    @Test
    void targetsOfProbabilitiesLieFromZeroToOne() {
        String network = "{'linear': {'units': 1}}, {'yes': {}}";
        trains(network, "'loss': 'answers'", Data.of(rows().targets(new float[] {0f, 1f, 0.5f, 1f})));
        refused(null, "the data's row 2 has the target 2.0, and the loss takes targets from 0 to 1", network, "'loss': 'answers'",
                Data.of(rows().targets(new float[] {0f, 1f, 2f, 1f})));
        refused(null, "the data's row 3 has the target 0.5, and the loss takes the targets -1, 0 and 1", network,
                "'loss': 'sides'",
                Data.of(rows().targets(new float[] {-1f, 1f, 0f, 0.5f})));
    }

    @Test
    void rowsThatAreHeldBackAreLookedAtBeforeTheFirstStep() {
        refused(null, "the data's row 3 has the target 2.0, and the loss takes targets from 0 to 1",
                "{'linear': {'units': 1}}, {'yes': {}}", "'loss': 'answers'",
                Data.of(rows().targets(new float[] {0f, 1f, 0f, 2f})).validation(1));
    }

    @Test
    void featuresThatAreTheirOwnTargetsAreScaledInto() {
        String network = "{'linear': {'units': 2}}, {'yes': {}}";
        MemoryRows rows = MemoryRows.of(new float[][] {{0, 1}, {0.5f, 0}, {1, 1}, {0, 0}});
        trains(network, "'loss': 'answers'", Data.of(rows).reconstructing());
        refused(null, "the data's row 0 has, scaled, -0.90453404 in the feature 0, which is its own target, and the loss takes "
                + "targets from 0 to 1", network, "'loss': 'answers'", Data.of(rows).scaled(Scale.STANDARD).reconstructing());
    }

    @Test
    void classesAreUnits() {
        refused("/network/0", "the last layer gives [3] for each row, and the data have 4 classes", "{'linear': {'units': 3}}",
                "'loss': 'classes'", Data.of(rows().labels(0, 1, 2, 3)));
        refused("/network/1", "a softmax of one unit is 1 for every row", "{'linear': {'units': 1}}, {'soft': {}}",
                "'loss': 'distances'", Data.of(rows().targets(new float[] {0f, 1f, 0f, 1f})));
        refused("/network/1", "a softmax of one unit is 1 for every row",
                "{'linear': {'units': 1}}, {'soft': {}}, {'linear': {'units': 2}}, {'soft': {}}",
                "'loss': 'classes'", Data.of(rows().labels(0, 0, 0, 0)));
        trains("{'linear': {'units': 3}}, {'soft': {}}", "'loss': {'classes': {'ignored': 3}}",
                Data.of(rows().labels(0, 1, 2, 3)));
    }

    @Test
    void logitsAreNotProbabilities() {
        refused("/loss/answers", "the loss 'answers' takes logits, and the network ends with a sigmoid",
                "{'linear': {'units': 1}}, {'yes': {}}", "'loss': {'answers': {'from_logits': true}}",
                Data.of(rows().labels(0, 1, 0, 1)));
        List<String> warned = warned(
                () -> trains("{'linear': {'units': 1}}", "'loss': 'answers'", Data.of(rows().labels(0, 1, 0, 1))));
        assertEquals(1, warned.size(), warned.toString());
        assertTrue(warned.get(0).contains("the loss 'answers' takes probabilities, and the last layer gives any numbers"),
                warned.toString());
    }

    // The bias of 0 makes the logits of the first row the sum of its features.
    @Test
    void metricsGetProbabilitiesWhereTheLossTakesLogits() {
        try (Model model = create("{'linear': {'units': 1}}",
                "'loss': {'answers': {'from_logits': true}}, 'metrics': ['chances', 'spread']")) {
            model.tensor("linear/kernel", new double[] {1, 0.5});
            model.tensor("linear/bias", new double[] {-1});
            double chances = 0;
            double spread = 0;
            for (float[] row : FEATURES) {
                double z = row[0] + 0.5 * row[1] - 1;
                chances += 1 / (1 + Math.exp(-z)) / 4;
                spread += z * z / 4;
            }
            Map<String, Double> metrics = model.evaluate(rows().labels(0, 1, 0, 1)).metrics();
            assertEquals(chances, metrics.get("chances"), 1e-12);
            assertEquals(spread, metrics.get("spread"), 1e-12);
        }
    }

    @Test
    void whatIsNoNumberIsNamed() {
        MemoryRows rows = MemoryRows.of(new float[][] {{0, 1}, {1, Float.NaN}, {1, 1}, {0, 0}}).labels(0, 1, 0, 1);
        refused(null, "the data's row 1 has NaN in the feature 1", "{'linear': {'units': 2}}, {'soft': {}}", "'loss': 'classes'",
                Data.of(rows));
        refused(null, "the data's row 1 has NaN in the feature 1", "{'linear': {'units': 2}}, {'soft': {}}", "'loss': 'classes'",
                Data.of(rows().labels(0, 1, 0, 1)).validation(rows));
        refused(null, "the data's row 1 has NaN in the feature 1", "{'linear': {'units': 2}}, {'soft': {}}", "'loss': 'classes'",
                Data.of(rows).scaled(Scale.STANDARD));
        BatchStream stream = BatchStream.of(Schema.of(Shape.of(2)).classes(2), List.of(
                Batch.of(2, new float[] {0, 1, 1, 0}).labels(new int[] {0, 1}),
                Batch.of(2, new float[] {0, 1, Float.POSITIVE_INFINITY, 0}).labels(new int[] {0, 1})));
        refused(null, "the data's row 3 has Infinity in the feature 0", "{'linear': {'units': 2}}, {'soft': {}}",
                "'loss': 'classes'", Data.of(stream));
    }

    @Test
    void indicesLieWithinTheirTable() {
        String network = "{'table': {'things': 3}}, {'linear': {'units': 2}}, {'soft': {}}";
        Data data = Data.of(rows().labels(0, 1, 0, 1));
        trains(network, "'loss': 'classes'", data);
        String small = network.replace("3", "2");
        String outside = "the data's row 2 has 2.0 in the feature 0, and the layer behind it takes whole numbers from 0 to 1";
        refused(null, outside, small, "'loss': 'classes'", data);
        refused(null, "the data's row 0 has -1.4142135 in the feature 0, and the layer behind it takes whole numbers from 0 to 2",
                network, "'loss': 'classes'", data.scaled(Scale.STANDARD));
        try (Model model = create(small, "'loss': 'classes'")) {
            assertEquals("the data's row 1 has 2.0 in the feature 1, and the layer behind it takes whole numbers from 0 to 1",
                    assertThrows(InputException.class, () -> model.predict(new float[] {0, 1, 1, 2}, 2)).problem());
            assertEquals(outside, assertThrows(InputException.class, () -> model.evaluate(rows().labels(0, 1, 0, 1))).problem());
        }
    }

    private static MemoryRows rows() {
        return MemoryRows.of(Arrays.stream(FEATURES).map(float[]::clone).toArray(float[][]::new));
    }

    private Model create(String network, String rest) {
        return fascicle.create(Fixture.undescribed("'input': [2]", network, rest
                + ", 'optimizer': 'descent', 'training': {'epochs': 1, 'batch_size': 2, 'seed': 3, 'shuffle': false}"), EXACT);
    }

    private void trains(String network, String rest, Data data) {
        try (Model model = create(network, rest); Training training = fascicle.train(model, data).start()) {
            training.join();
        }
    }

    private void refused(String pointer, String problem, String network, String rest, Data data) {
        InputException thrown = assertThrows(InputException.class, () -> trains(network, rest, data));
        assertEquals(problem, thrown.problem());
        if (pointer != null) {
            assertTrue(thrown.pointer().startsWith(pointer), thrown.pointer());
        }
        assertTrue(thrown.remedy() != null && !thrown.remedy().isEmpty(), thrown.getMessage());
    }

    private static List<String> warned(Executable action) {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(Domains.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            action.execute();
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
