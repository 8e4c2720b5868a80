package org.fascicle.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole networks on the reference backend. */
class LiveNetworkTest {
    private static final String DATA = "'validation': 5, 'test': 4, 'scale': 'standard'";
    private static final String LAYERS =
            "{'linear': {'units': 4}}, {'noise': {}}, {'running': {}}, {'linear': {'units': 3}}, {'soft': {}}";
    private static final String REST = "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': "
            + "{'heavy_ball': {'learning_rate': {'falling': {}}}}, 'training': {'epochs': 3, 'batch_size': 4, 'seed': 3}";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");

    @TempDir
    Path folder;

    @Test
    void trainsAndTellsOfIt() {
        List<String> told = new ArrayList<>();
        try (Network network = read(LAYERS, REST)) {
            TrainingResult result = network.train(new TrainingListener() {
                @Override
                public void started(Progress progress) {
                    told.add("started");
                }

                @Override
                public void stepped(Progress progress) {
                    told.add(progress.epoch() + ":" + progress.samples());
                }

                @Override
                public void epochEnded(Progress progress) {
                    told.add("ended " + progress.epoch() + " " + progress.metrics().keySet());
                }
            });
            assertEquals(TrainingResult.End.COMPLETED, result.end());
            assertEquals(0, result.bestEpoch());
            assertEquals(List.of("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"),
                    List.copyOf(result.history().values().keySet()));
            assertEquals(3, network.history().epochs());
            assertArrayEquals(new double[] {15}, network.tensor("training/loss/count"), "figures are those of one epoch");
            assertEquals(0.1 / 12, network.history().value("learning_rate", 2), 1e-9);
            assertEquals(network.evaluate(Subset.VALIDATION).get("loss"), network.history().value("val_loss", 2));
        }
        assertEquals(List.of("started", "1:4", "1:8", "1:12", "1:15", "ended 1 [loss, accuracy, val_loss, val_accuracy]"),
                told.subList(0, 6));
        assertEquals("ended 3 [loss, accuracy, val_loss, val_accuracy]", told.get(told.size() - 1));
        assertEquals(0, backend.open());
    }

    @Test
    void stoppedSavedAndResumedIsEqualToTheBit() {
        Path file = folder.resolve("stopped.fasc");
        Map<String, double[]> whole;
        try (Network network = read(LAYERS, REST)) {
            network.train(TrainingListener.NONE);
            whole = tensors(network);
        }
        try (Network network = read(LAYERS, REST)) {
            assertEquals(TrainingResult.End.STOPPED, network.train(stopAt(6)).end());
            network.save(file);
        }
        try (Network network = networks().restore(file, Settings.defaults())) {
            assertEquals(1, network.history().epochs());
            assertEquals(TrainingResult.End.COMPLETED, network.train(TrainingListener.NONE).end());
            Map<String, double[]> resumed = tensors(network);
            assertTrue(resumed.keySet().containsAll(
                    List.of("linear/kernel", "running/mean", "optimizer/linear/kernel/velocity", "optimizer/count")));
            whole.forEach((path, values) -> assertArrayEquals(values, resumed.get(path), path));
            assertEquals(3, network.history().epochs());
        }
    }

    @Test
    void earlyStoppingPutsTheBestWeightsBackAlsoAfterAResume() {
        String rest = REST.replace("'epochs': 3", "'epochs': 50, 'early_stopping': {'monitor': 'val_loss', 'patience': 3, "
                + "'restore_best_weights': true}").replace("{'falling': {}}", "2.0");
        Path file = folder.resolve("early.fasc");
        Map<String, double[]> whole;
        TrainingResult result;
        try (Network network = read(LAYERS, rest)) {
            result = network.train(TrainingListener.NONE);
            assertEquals(TrainingResult.End.EARLY_STOPPED, result.end());
            List<Double> losses = result.history().values().get("val_loss");
            int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
            assertEquals(best + 1, result.bestEpoch());
            assertEquals(best + 1 + 3, losses.size());
            assertEquals(losses.get(best), network.evaluate(Subset.VALIDATION).get("loss"));
            whole = tensors(network);
        }
        int best = result.bestEpoch();
        try (Network network = read(LAYERS, rest)) {
            network.train(stopAt(best * 4 + 5));
            network.save(file);
        }
        try (Network network = networks().restore(file, Settings.defaults())) {
            TrainingResult resumed = network.train(TrainingListener.NONE);
            assertEquals(TrainingResult.End.EARLY_STOPPED, resumed.end());
            assertEquals(best, resumed.bestEpoch());
            assertEquals(result.history().values(), resumed.history().values());
            whole.forEach((path, values) -> assertArrayEquals(values, network.tensor(path), path));
        }
    }

    @Test
    void predictsWhatItsTensorsSayFromManyThreads() throws Exception {
        try (Network network = read("{'linear': {'units': 3}}", REST.replace("cross_entropy", "centers"))) {
            float[] features = new float[600 * 3];
            for (int i = 0; i < features.length; i++) {
                features[i] = (float) Math.sin(i);
            }
            float[] alone = network.predict(features, 600);
            assertEquals(600 * 3, alone.length);
            network.save(folder.resolve("n.fasc"));
            double[] kernel = network.tensor("linear/kernel");
            double[] bias = network.tensor("linear/bias");
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
                Callable<float[]> predicting = () -> network.predict(features, 600);
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
    void numbersThatAreScheduledAreThoseOfTheMomentOutsideTraining() {
        String layers = "{'linear': {'units': 3, 'trainable': false}}, {'gain': {'factor': {'falling': {'start': 1.0}}}}";
        String rest = REST.replace("cross_entropy", "centers");
        float[] features = {0.5f, -1, 2};
        Path file = folder.resolve("scheduled.fasc");
        float[] before;
        try (Network network = read(layers, rest)) {
            before = network.predict(features, 1);
            network.train(stopAt(3));
            float[] after = network.predict(features, 1);
            for (int i = 0; i < 3; i++) {
                assertEquals(before[i] / 4, after[i], 1e-6);
            }
            assertTrue(Double.isFinite(network.evaluate(Subset.TEST).get("loss")));
            network.save(file);
            try (Network restored = networks().restore(file, Settings.defaults())) {
                assertArrayEquals(after, restored.predict(features, 1));
            }
        }
    }

    @Test
    void updatesWithAllAroundThemGoOnAfterAResumeToTheBit() {
        String rest = REST.replace("'learning_rate': {'falling': {}}", "'learning_rate': {'falling': {}}, "
                + "'weight_decay': 0.1, 'exclude_from_weight_decay': 'bias', 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 3, 'gradient_accumulation_steps': 2")
                .replace("'training'", "'gradient_transforms': ['counting', 'counting'], "
                + "'parameter_groups': [{'match': 'linear', 'learning_rate_multiplier': {'falling': {'start': 2.0}}}, "
                + "{'match': 'linear_1/bias', 'optimizer': 'descent'}], 'training'");
        Map<String, double[]> whole;
        try (Network network = read(LAYERS, rest)) {
            network.train(TrainingListener.NONE);
            whole = tensors(network);
        }
        for (int cut = 1; cut < 12; cut += 2) {
            Path file = folder.resolve("cut.fasc");
            try (Network network = read(LAYERS, rest)) {
                network.train(stopAt(cut));
                network.save(file);
            }
            try (Network network = networks().restore(file, Settings.defaults())) {
                network.train(TrainingListener.NONE);
                Map<String, double[]> resumed = tensors(network);
                assertEquals(whole.keySet(), resumed.keySet());
                whole.forEach((path, values) -> assertArrayEquals(values, resumed.get(path), path));
            }
        }
        assertTrue(whole.containsKey("optimizer/linear/kernel/gradient_accumulator"), whole.keySet().toString());
    }

    @Test
    void readsRowsOfTheData() {
        try (Network network = read(LAYERS, REST)) {
            assertEquals(Shape.of(3), network.inputShape());
            assertEquals(Shape.of(3), network.outputShape());
            assertEquals(15, network.rows(Subset.TRAINING));
            assertEquals(2, network.label(Subset.TEST, 2));
            float[] raw = new float[2 * 3];
            new Toys.PointRows(4, 3, 3, 0).features(1, raw, 0);
            new Toys.PointRows(4, 3, 3, 0).features(2, raw, 3);
            assertArrayEquals(network.predict(raw, 2), network.predict(Subset.TEST, 1, 2));
            assertEquals("there are 4 rows; 2 from row 3 are not among them",
                    assertThrows(InputException.class, () -> network.predict(Subset.TEST, 3, 2)).getMessage());
            assertThrows(InputException.class, () -> network.label(Subset.TRAINING, 15));
            assertEquals("5 numbers are not 2 rows of [3]",
                    assertThrows(InputException.class, () -> network.predict(new float[5], 2)).getMessage());
            assertTrue(assertThrows(InputException.class, () -> network.tensor("linear/weights")).getMessage()
                    .startsWith("there is no tensor 'linear/weights'; there are: linear/bias, linear/kernel"));
            assertThrows(InputException.class, () -> network.benchmark(0, 0.01));
            InputException refusal = assertThrows(InputException.class, () -> network.profile(4, 0.01));
            assertTrue(refusal.getMessage().contains("does not measure the parts of a step"), refusal.getMessage());
        }
    }

    @Test
    void anAutoencoderComparesWithItsOwnFeatures() {
        String rest = "'loss': 'squares', 'optimizer': {'heavy_ball': {'learning_rate': 0.01}}, 'training': {'epochs': 4}";
        try (Network network = networks().read(
                Toys.json("'target': 'features', 'classes': 0", "{'linear': {'units': 3}}", rest), "m.json", Settings.defaults())) {
            double before = network.evaluate(Subset.TRAINING).get("loss");
            network.train(TrainingListener.NONE);
            assertTrue(network.evaluate(Subset.TRAINING).get("loss") < before);
        }
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        InputException classes = assertThrows(InputException.class, () -> read("{'linear': {'units': 2}}", REST));
        assertEquals("/network/0", classes.pointer());
        assertEquals("the last layer gives [2] for each row, and the data have 3 classes", classes.problem());
        InputException values = assertThrows(InputException.class, () -> networks().read(
                Toys.json("'classes': 0", "{'linear': {'units': 3}}", REST), "m.json", Settings.defaults()));
        assertEquals("the loss 'cross_entropy' needs labelled rows, and the data have target values", values.problem());
        assertEquals(0, backend.open());
    }

    @Test
    void aLabelOutsideTheClassesIsNotTrainedOn() {
        try (Network network = networks().read(Toys.json("'wrong_label': 3", LAYERS, REST), "m.json", Settings.defaults())) {
            assertEquals("the data's row 0 has the label 3, and labels go from 0 to 2",
                    assertThrows(InputException.class, () -> network.train(TrainingListener.NONE)).getMessage());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheParametersAlone() {
        String rest = REST.replace("cross_entropy", "centers").replace("{'falling': {}}", "1e30");
        try (Network network = read("{'linear': {'units': 3}}", rest)) {
            List<double[]> last = new ArrayList<>();
            InputException refused = assertThrows(InputException.class, () -> network.train(new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    last.add(network.tensor("linear/kernel"));
                }
            }));
            assertTrue(refused.problem().startsWith("the loss is not finite in step "), refused.problem());
            assertArrayEquals(last.get(last.size() - 1), network.tensor("linear/kernel"));
            assertTrue(Arrays.stream(network.tensor("linear/kernel")).allMatch(Double::isFinite));
        }
    }

    @Test
    void whatFailsGivesItsMemoryBack() {
        backend.refuse(graph -> !graph.outputs().isEmpty());
        assertThrows(BackendException.class, () -> read(LAYERS, REST));
        assertEquals(0, backend.open());
        backend.refuse(graph -> graph.guard().isPresent());
        Network network = read(LAYERS, REST);
        network.evaluate(Subset.VALIDATION);
        long held = backend.open();
        assertThrows(BackendException.class, () -> network.train(TrainingListener.NONE));
        assertEquals(held, backend.open());
        network.close();
        assertEquals(0, backend.open());
    }

    @Test
    void anArchiveOfAnotherNetworkIsRefused() {
        Path file = folder.resolve("n.fasc");
        try (Network network = read(LAYERS, REST)) {
            network.save(file);
        }
        InputException refused = assertThrows(InputException.class, () -> networks().restore(file,
                Settings.defaults().override("network.0.linear.units", "5")));
        assertEquals("the archive has no tensor 'linear/bias' of the shape [5], but one of the shape [4]", refused.problem());
        assertEquals(0, backend.open());
    }

    @Test
    void savingTwiceGivesTheSameFile() throws Exception {
        Path one = folder.resolve("one.fasc");
        Path two = folder.resolve("two.fasc");
        try (Network network = read(LAYERS, REST)) {
            network.save(one);
        }
        try (Network network = networks().restore(one, Settings.defaults())) {
            network.save(two);
        }
        assertEquals(-1, Files.mismatch(one, two));
        assertFalse(Archive.read(one).techniques().isEmpty());
    }

    private NetworksComponent networks() {
        return Fixture.networks(backend);
    }

    private Network read(String layers, String rest) {
        return networks().read(Toys.json(DATA, layers, rest), "model.json", Settings.defaults());
    }

    private static Map<String, double[]> tensors(Network network) {
        return network.tensors().keySet().stream().filter(path -> !path.startsWith("evaluation/"))
                .collect(Collectors.toMap(path -> path, network::tensor));
    }

    private static TrainingListener stopAt(long step) {
        return new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == step) {
                    progress.stop();
                }
            }
        };
    }
}
