package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole models on the reference backend. */
class LiveModelTest {
    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @Test
    void predictsWhatItsTensorsSayFromManyThreads() throws Exception {
        try (Model model = create("{'linear': {'units': 3}}", Fixture.REST.replace("cross_entropy", "centers"))) {
            float[] features = Fixture.features(600);
            float[] alone = model.predict(features, 600);
            assertEquals(600 * 3, alone.length);
            model.save(folder.resolve("n.fasc"));
            double[] kernel = model.tensor("linear/kernel");
            double[] bias = model.tensor("linear/bias");
            double[] shift = Archive.read(folder.resolve("n.fasc")).weights().get("data/shift").reals();
            double[] factor = Archive.read(folder.resolve("n.fasc")).weights().get("data/factor").reals();
            for (int row : new int[] {0, 255, 256, 599}) {
                for (int unit = 0; unit < 3; unit++) {
                    double sum = bias[unit];
                    for (int i = 0; i < 3; i++) {
                        sum += (features[row * 3 + i] - shift[i]) * factor[i] * kernel[i * 3 + unit];
                    }
                    assertEquals(sum, alone[row * 3 + unit], 1e-5);
                }
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                Callable<float[]> predicting = () -> model.predict(features, 600);
                List<Future<float[]>> results = threads.invokeAll(
                        IntStream.range(0, 12).mapToObj(i -> predicting).collect(Collectors.toList()));
                for (Future<float[]> result : results) {
                    assertArrayEquals(alone, result.get());
                }
            } finally {
                threads.shutdown();
            }
        }
        assertEquals(0, backend.open());
    }

    @Test
    void anyNumberOfRowsGivesTheSameNumbersRowByRow() {
        try (Model model = create(Fixture.LAYERS, Fixture.REST)) {
            float[] features = Fixture.features(300);
            float[] together = model.predict(features, 300);
            for (int rows : new int[] {1, 2, 16, 17, 256, 257}) {
                float[] some = model.predict(features, rows);
                for (int i = 0; i < some.length; i++) {
                    assertEquals(together[i], some[i], rows + " rows");
                }
            }
            float[][] tables = model.predict(new float[][] {{features[0], features[1], features[2]},
                {features[3], features[4], features[5]}});
            assertEquals(together[4], tables[1][1]);
        }
    }

    @Test
    void numbersThatAreScheduledAreThoseOfTheMomentOutsideTraining() {
        String layers = "{'linear': {'units': 3, 'trainable': false}}, {'gain': {'factor': {'falling': {'start': 1.0}}}}";
        float[] features = {0.5f, -1, 2};
        Path stopped = folder.resolve("stopped.fasc");
        Path ended = folder.resolve("model.fasc");
        try (Model model = create(layers, Fixture.REST.replace("cross_entropy", "centers"))) {
            float[] before = model.predict(features, 1);
            float[] after;
            try (Training training = fascicle.train(model).listener(Fixture.stopAt(3)).start()) {
                training.join();
                after = model.predict(features, 1);
                training.save(stopped);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(before[i] / 4, after[i], 1e-6);
            }
            assertArrayEquals(after, model.predict(features, 1), "the training was closed");
            assertTrue(Double.isFinite(model.evaluate(fascicle.data(model).test().orElseThrow()).metrics().get("loss")));
            model.save(ended);
            try (Model opened = fascicle.open(stopped, Settings.defaults());
                    Model again = fascicle.open(ended, Settings.defaults())) {
                assertArrayEquals(after, opened.predict(features, 1));
                assertArrayEquals(after, again.predict(features, 1));
            }
        }
    }

    @Test
    void knowsItsPortsAndDataAndRefusesWhatItCannotUse() {
        try (Model model = create(Fixture.LAYERS, Fixture.REST)) {
            assertEquals(List.of("input [3]"), model.inputs().stream().map(Object::toString).collect(Collectors.toList()));
            assertEquals(Shape.of(3), model.outputs().get(0).shape());
            assertEquals("tests", model.backend());
            Data data = fascicle.data(model);
            assertEquals(15, data.trainingRows().count());
            Rows test = data.testRows().orElseThrow();
            assertEquals(2, test.label(2));
            float[] raw = new float[2 * 3];
            test.features(1, raw, 0);
            test.features(2, raw, 3);
            assertArrayEquals(model.predict(raw, 2), model.predict(Map.of("input", raw), 2).get("output"));
            assertThrows(IndexOutOfBoundsException.class, () -> data.trainingRows().label(15));
            assertEquals("5 numbers are not 2 rows of [3]",
                    assertThrows(InputException.class, () -> model.predict(new float[5], 2)).getMessage());
            assertTrue(assertThrows(InputException.class, () -> model.tensor("linear/weights")).getMessage()
                    .startsWith("there is no tensor 'linear/weights'; there are: linear/bias, linear/kernel"));
            assertEquals("3 numbers are no tensor 'linear/bias' [4] of 4",
                    assertThrows(InputException.class, () -> model.tensor("linear/bias", new double[3])).getMessage());
        }
    }

    /** What is needed later only, an optimizer, as well; and what is found wrong when the network is traced. */
    @Test
    void aValueThatIsPutInAndCannotBeUsedIsSaidToBePutIn() {
        Settings settings = Settings.defaults().override("optimizer", "desscent");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), settings)) {
            InputException refused = assertThrows(InputException.class, () -> fascicle.train(model).start().join());
            assertEquals("there is no optimizer 'desscent'", refused.problem());
            assertEquals("model.json with optimizer=desscent", refused.file());
        }
        InputException traced = assertThrows(InputException.class, () -> fascicle.create(
                Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults().override("network.3.linear.units", "0")));
        assertTrue(traced.file().endsWith(" with network.3.linear.units=0"), traced.getMessage());
    }

    @Test
    void aValueThatIsPutIntoAnArchiveAndCannotBeUsedIsSaidToBePutIn() {
        Path file = folder.resolve("cut.fasc");
        try (Model model = create(Fixture.LAYERS, Fixture.REST);
                Training training = fascicle.train(model).listener(Fixture.stopAt(6)).start()) {
            training.join();
            training.save(file);
        }
        refused(file, "training.epochs", "1", "1 epochs are asked for");
        refused(file, "training.epochs", "many", "must be a whole number");
        refused(file, "optimizer.heavy_ball.learning_rate", "{\"falling\": {\"factr\": 2}}",
                "unknown option of 'falling': 'factr'");
        refused(file, "data.points.validation", "50", "it would hold back 50");
    }

    private void refused(Path archive, String path, String value, String problem) {
        InputException refused = assertThrows(InputException.class, () -> {
            TrainingPlan plan = fascicle.resume(archive, Settings.defaults().override(path, value)).allowChanges();
            try (Model model = plan.model()) {
                plan.start().join();
            }
        });
        assertTrue(refused.problem().startsWith(problem), refused.getMessage());
        assertEquals(archive + " with " + path + "=" + value, refused.file());
    }

    @Test
    void anArchiveOfAnotherNetworkIsRefused() {
        Path file = folder.resolve("n.fasc");
        try (Model model = create(Fixture.LAYERS, Fixture.REST)) {
            model.save(file);
        }
        InputException refused = assertThrows(InputException.class, () -> fascicle.open(file,
                Settings.defaults().override("network.0.linear.units", "5")));
        assertEquals("the archive has no tensor 'linear/bias' of the shape [5], but one of the shape [4]", refused.problem());
        assertEquals(0, backend.open());
    }

    @Test
    void savingTwiceGivesTheSameFile() throws Exception {
        Path one = folder.resolve("one.fasc");
        Path two = folder.resolve("two.fasc");
        try (Model model = create(Fixture.LAYERS, Fixture.REST)) {
            model.save(one);
        }
        try (Model model = fascicle.open(one, Settings.defaults())) {
            model.save(two);
        }
        assertEquals(-1, Files.mismatch(one, two));
        assertFalse(Archive.read(one).techniques().isEmpty());
    }

    private Model create(String layers, String rest) {
        return fascicle.create(Fixture.definition(layers, rest), Settings.defaults());
    }
}
