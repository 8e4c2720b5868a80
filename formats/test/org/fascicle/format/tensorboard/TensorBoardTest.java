package org.fascicle.format.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.format.Networks;
import org.fascicle.format.tensorboard.Records.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    private static final String MODEL = """
            {"fascicle": 1, "network": [{"dense": {"units": 4, "activation": "tanh"}}, {"dense": {"units": 1}}],
             "loss": "mean_squared_error", "metrics": ["mean_absolute_error"],
             "optimizer": {"sgd": {"learning_rate": {"exponential": {"initial": 0.1, "factor": 0.5, "every": 1}}}},
             "training": {"epochs": 3, "batch_size": 5, "seed": 1}}""";
    private static final int ROWS = 20;
    private static final int STEPS = ROWS / 5;

    @TempDir
    Path folder;

    @Test
    void hasTheMetricsOfEachEpochUnderTheNamesOfKeras() throws IOException {
        List<Double> rates = new ArrayList<>();
        History history;
        try (Model model = model()) {
            history = train(Networks.fascicle().train(model, data()), TensorBoard.in(folder), new TrainingListener() {
                @Override
                public void epochEnded(Progress progress) {
                    rates.add(progress.learningRate());
                }
            });
        }
        Map<String, TreeMap<Long, Float>> train = numbers("train");
        Map<String, TreeMap<Long, Float>> validation = numbers("validation");
        assertEquals(Set.of("epoch_loss", "epoch_mean_absolute_error", "epoch_learning_rate"), train.keySet());
        assertEquals(Set.of("epoch_loss", "epoch_mean_absolute_error"), validation.keySet());
        assertEquals(series(history.values().get("loss")), train.get("epoch_loss"));
        assertEquals(series(history.values().get("mean_absolute_error")), train.get("epoch_mean_absolute_error"));
        assertEquals(series(rates), train.get("epoch_learning_rate"));
        assertEquals(series(history.values().get("val_loss")), validation.get("epoch_loss"));
        assertEquals(series(history.values().get("val_mean_absolute_error")), validation.get("epoch_mean_absolute_error"));
    }

    @Test
    void hasHistogramsOfAllParametersThatAddUp() throws IOException {
        try (Model model = model()) {
            train(Networks.fascicle().train(model, data()), TensorBoard.in(folder).histogramsEvery(3), TrainingListener.NONE);
            Map<String, Fields> histograms = new TreeMap<>();
            for (Fields event : Records.events(folder.resolve("train"))) {
                for (Fields value : values(event)) {
                    if (value.containsKey(5)) {
                        assertEquals(2, event.number(2));
                        histograms.put(value.text(1), value.message(5));
                    }
                }
            }
            assertEquals(model.tensors().keySet().stream().map(path -> path + "/histogram").collect(Collectors.toSet()),
                    histograms.keySet());
            for (String path : model.tensors().keySet()) {
                Fields histogram = histograms.get(path + "/histogram");
                double[] weights = model.tensor(path);
                assertEquals(Arrays.stream(weights).min().orElseThrow(), histogram.real(1));
                assertEquals(Arrays.stream(weights).max().orElseThrow(), histogram.real(2));
                assertEquals(weights.length, histogram.real(3));
                assertEquals(Arrays.stream(weights).sum(), histogram.real(4), 1e-12);
                assertEquals(Arrays.stream(weights).map(w -> w * w).sum(), histogram.real(5), 1e-12);
                assertArrayEquals(counts(weights, histogram.reals(6)), histogram.reals(7), path);
            }
        }
    }

    // Between a bucket's limits, the lower one included.
    private static double[] counts(double[] weights, double[] limits) {
        double[] counts = new double[limits.length];
        for (double weight : weights) {
            int bucket = 0;
            while (bucket < limits.length - 1 && weight >= limits[bucket]) {
                bucket++;
            }
            counts[bucket]++;
        }
        return counts;
    }

    @Test
    void hasTheStepsThatAreAskedFor() throws IOException {
        TreeMap<Long, Float> losses = new TreeMap<>();
        try (Model model = model()) {
            train(Networks.fascicle().train(model, data()), TensorBoard.in(folder).everySteps(3).histogramsEvery(0),
                    new TrainingListener() {
                        @Override
                        public void stepped(Progress progress) {
                            if (progress.step() % 3 == 0) {
                                losses.put(progress.step(), progress.metrics().get("loss").floatValue());
                            }
                        }
                    });
        }
        assertEquals(List.of(3L, 6L, 9L, 12L), List.copyOf(losses.keySet()));
        assertEquals(losses, numbers("train").get("batch_loss"));
        assertEquals(losses.keySet(), numbers("train").get("batch_learning_rate").keySet());
    }

    @Test
    void goesOnInTheSameFolderWhereATrainingIsResumed() throws IOException {
        Path archive = folder.resolve("half.fasc");
        History history;
        try (Model model = model();
                Training training =
                        Networks.fascicle().train(model, data()).listener(TensorBoard.in(folder).listener(model)).epochs(2)
                                .start()) {
            training.join();
            training.save(archive);
        }
        List<Path> before = Records.files(folder.resolve("train"));
        byte[] first = Files.readAllBytes(before.get(0));
        TrainingPlan plan = Networks.fascicle().resume(archive, data(), Settings.defaults()).epochs(5);
        try (Model model = plan.model()) {
            history = train(plan, TensorBoard.in(folder), TrainingListener.NONE);
        }
        assertEquals(1, before.size());
        assertEquals(2, Records.files(folder.resolve("train")).size());
        assertArrayEquals(first, Files.readAllBytes(before.get(0)));
        assertEquals(series(history.values().get("loss")), numbers("train").get("epoch_loss"));
        assertEquals(series(history.values().get("val_loss")), numbers("validation").get("epoch_loss"));
        assertEquals(List.of(0L, 2L), starts("train"));
        assertEquals(List.of(0L, 2L), starts("validation"));
    }

    // Where each training of a run began: TensorBoard drops what others have written of these steps and of later ones.
    private List<Long> starts(String run) throws IOException {
        List<Long> starts = new ArrayList<>();
        for (Fields event : Records.events(folder.resolve(run))) {
            if (event.containsKey(7)) {
                assertEquals(1, event.message(7).number(1));
                starts.add(event.number(2));
            }
        }
        return starts;
    }

    @Test
    void hasTheModelAsTextAndItsGraph() throws IOException {
        try (Model model = model()) {
            train(Networks.fascicle().train(model, data()), TensorBoard.in(folder), TrainingListener.NONE);
            List<Fields> events = Records.events(folder.resolve("train"));
            Fields graph = events.get(1).message(4);
            List<String> names = graph.messages(1).stream().map(node -> node.text(1)).toList();
            assertEquals(names.stream().distinct().toList(), names);
            assertTrue(names.containsAll(Set.of("batch", "dense/kernel", "dense_1/bias", "output")), names::toString);
            for (Fields node : graph.messages(1)) {
                node.getOrDefault(3, List.of())
                        .forEach(operand -> assertTrue(names.contains(new String((byte[]) operand)), node::toString));
            }
            Fields text = values(events.get(2)).get(0);
            assertEquals("model", text.text(1));
            assertEquals("text", text.message(9).message(1).text(1));
            assertEquals(model.json(), text.message(8).text(8).replaceAll("(?m)^ {4}", ""));
        }
    }

    @Test
    void trainingGoesOnWhereNothingCanBeWritten() throws IOException {
        try (Model model = model()) {
            TrainingPlan plan = Networks.fascicle().train(model, data());
            TrainingListener listener = TensorBoard.in(folder).listener(model);
            Files.createFile(folder.resolve("validation"));
            History history = plan.listener(listener).start().join().history();
            assertEquals(3, history.epochs());
            assertEquals(series(history.values().get("loss")), numbers("train").get("epoch_loss"));
        }
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (Model model = model()) {
            InputException problem =
                    assertThrows(InputException.class, () -> TensorBoard.in(file.resolve("runs")).listener(model));
            assertTrue(problem.getMessage().contains("this folder for event files cannot be made"), problem::getMessage);
        }
        assertThrows(InputException.class, () -> TensorBoard.in(folder).everySteps(0));
        assertThrows(InputException.class, () -> TensorBoard.in(folder).histogramsEvery(-1));
    }

    private static Model model() {
        return Networks.fascicle().create(Definition.text(MODEL, "model.json"), data(), Settings.defaults());
    }

    private static Data data() {
        float[] features = Networks.features(ROWS * 2, 3);
        float[] targets = Networks.features(ROWS, 4);
        return Data.of(rows(features, targets)).validation(rows(Networks.features(12, 5), Networks.features(6, 6)));
    }

    private static MemoryRows rows(float[] features, float[] targets) {
        return MemoryRows.of(Shape.of(2), features).targets(targets);
    }

    private static History train(TrainingPlan plan, TensorBoard files, TrainingListener beside) {
        try (Training training = plan.listener(files.listener(plan.model())).listener(beside).start()) {
            return training.join().history();
        }
    }

    private Map<String, TreeMap<Long, Float>> numbers(String run) throws IOException {
        Map<String, TreeMap<Long, Float>> numbers = new TreeMap<>();
        for (Fields event : Records.events(folder.resolve(run))) {
            for (Fields value : values(event)) {
                if (value.containsKey(2)) {
                    assertEquals(null, numbers.computeIfAbsent(value.text(1), tag -> new TreeMap<>())
                            .put(event.number(2), value.single(2)), "twice");
                }
            }
        }
        return numbers;
    }

    private static List<Fields> values(Fields event) {
        return event.containsKey(5) ? event.message(5).messages(1) : List.of();
    }

    private static TreeMap<Long, Float> series(List<Double> values) {
        TreeMap<Long, Float> series = new TreeMap<>();
        values.forEach(value -> series.put((long) series.size(), value.floatValue()));
        return series;
    }
}
