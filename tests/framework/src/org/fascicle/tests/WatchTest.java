package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.watch.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What watches measure while a network trains, and that they change nothing. */
class WatchTest extends PlatformTest {
    /** 1400 rows in batches of 96 are 15 steps. */
    private static final String SGD = Models.with(Models.with(Models.NORMALIZED,
            "{ \"nesterov\": { \"learning_rate\": 0.02, \"momentum\": 0.9 } }", "{ \"sgd\": { \"learning_rate\": 0.5 } }"),
            "\"epochs\": 4", "\"epochs\": 2");

    /** Keeps what is measured. */
    private static final class Measured implements TrainingListener {
        private final List<Health> all = new ArrayList<>();
        private long ending = Long.MAX_VALUE;

        @Override
        public void watched(Health health) {
            all.add(health);
        }

        @Override
        public void stepped(Progress progress) {
            if (progress.step() >= ending) {
                progress.stop();
            }
        }
    }

    static Stream<Arguments> everyBackend() throws Exception {
        return allBackends().stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("everyBackend")
    void aWatchedTrainingIsTheSameTraining(String backend) {
        Measured measured = new Measured();
        Map<String, double[]> watched = trained(backend, measured, plan -> plan.watch("*").watchEvery(4));
        Map<String, double[]> alone = trained(backend, new Measured(), plan -> plan);
        assertEquals(alone.keySet(), watched.keySet());
        alone.forEach((path, values) -> assertArrayEquals(values, watched.get(path), path));
        assertEquals(List.of(0L, 4L, 8L, 12L, 16L, 20L, 24L, 28L),
                measured.all.stream().map(Health::step).collect(Collectors.toList()));
        for (Health health : measured.all) {
            for (Health.Measure measure : health.measures()) {
                assertTrue(Arrays.stream(measure.values()).allMatch(Double::isFinite), measure::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyBackend")
    void everyBackendMeasuresWhatTheReferenceMeasures(String backend) {
        Measured expected = new Measured();
        Measured measured = new Measured();
        for (Measured each : List.of(expected, measured)) {
            each.ending = 6;
            trained(each == expected ? "reference" : backend, each,
                    plan -> plan.watch("*").watch("{\"weight_spread\": {\"bins\": 4}}").watchEvery(5));
        }
        assertEquals(2, expected.all.size());
        Map<String, double[]> first = numbers(expected.all.get(0));
        Map<String, double[]> same = numbers(measured.all.get(0));
        assertEquals(first.keySet(), same.keySet());
        first.forEach((name, values) -> assertArrayEquals(values, same.get(name), 1e-3 * greatest(values) + 1e-7, name));
    }

    /** Plain descent adds −0.5 times the gradient; the first layer's measures are those of its 24 units. */
    @Test
    void whatIsMeasuredIsWhatHappens() {
        Measured measured = new Measured();
        measured.ending = 1;
        trained("reference", measured,
                plan -> plan.watch("gradient_size").watch("update_size").watch("output_spread").watch("saturation")
                        .watch("weight_spread").watchEvery(100));
        Health health = measured.all.get(0);
        Map<String, Double> gradients = health.numbers("gradient_size", "rms");
        Map<String, Double> updates = health.numbers("update_size", "rms");
        assertEquals(List.of("flatten", "dense", "batch_normalization", "activation", "dropout", "dense_1", "dense/kernel",
                "batch_normalization/gamma", "batch_normalization/beta", "dense_1/kernel", "dense_1/bias"),
                List.copyOf(gradients.keySet()));
        updates.forEach((path, rms) -> assertEquals(0.5 * value(gradients, path), rms, 1e-6 * rms, path));
        // What a normalization gives has, over the batch, the mean 0 and the deviation 1.
        assertEquals(0, value(health.numbers("output_spread", "mean"), "batch_normalization"), 1e-5);
        assertEquals(1, value(health.numbers("output_spread", "deviation"), "batch_normalization"), 1e-2);
        // Of the layers, one has an activation that acts on each number by itself.
        assertEquals(List.of("activation"), List.copyOf(health.numbers("saturation", "dead").keySet()));
        double[] histogram = health.measure("weight_spread", "dense/kernel", "histogram").orElseThrow().values();
        assertEquals(64 * 24, Arrays.stream(histogram).sum());
        assertEquals(0, value(health.numbers("weight_spread", "mean"), "dense_1/bias"));
        assertEquals(10, health.measure("weight_spread", "dense_1/bias", "histogram").orElseThrow().value(0));
    }

    @Test
    void withoutAnIntervalItMeasuresOnceAnEpoch() {
        Measured measured = new Measured();
        trained("jit", measured, plan -> plan.watch("gradient_size"));
        assertEquals(List.of(0L, 15L), measured.all.stream().map(Health::step).collect(Collectors.toList()));
    }

    @Test
    void aWatchThatLeavesIsDoneWithout() throws Exception {
        Measured measured = new Measured();
        String bundle = "com.example.watch.negatives";
        try (Model model = create(SGD, on("reference"))) {
            TrainingPlan plan;
            try (Guest guest = Guest.install(bundle)) {
                assertEquals(bundle, guest.bundle().getSymbolicName());
                plan = fascicle.train(model).listener(measured).watch("com.example:negatives").watch("update_size")
                        .watchEvery(10);
            }
            try (Training training = plan.start()) {
                training.join();
            }
        }
        assertEquals(3, measured.all.size());
        assertTrue(measured.all.get(0).numbers("com.example:negatives", "share").isEmpty());
        assertFalse(measured.all.get(0).numbers("update_size", "rms").isEmpty());
    }

    @Test
    void aWatchOfAThirdPartyIsAmongAll() throws Exception {
        Measured measured = new Measured();
        measured.ending = 1;
        try (Guest guest = Guest.install("com.example.watch.negatives")) {
            assertTrue(guest.bundle().getBundleId() > 0);
            trained("reference", measured, plan -> plan.watch("*"));
        }
        Map<String, Double> shares = measured.all.get(0).numbers("com.example:negatives", "share");
        assertEquals(0, value(shares, "flatten"));
        assertEquals(0.5, value(shares, "dense/kernel"), 0.1);
    }

    @Test
    void whatCannotBeWatchedIsRefused() {
        try (Model model = create(SGD, on("reference"))) {
            TrainingPlan plan = fascicle.train(model);
            assertRefused(null, () -> plan.watch("gradient_sise"), "there is no watch 'gradient_sise'", "gradient_size");
            assertRefused(null, () -> plan.watch("{\"weight_spread\": {\"bins\": 0}}"), "bins");
            assertRefused(null, () -> plan.watch("{\"weight_spread\": {\"bin\": 3}}"), "bins");
            InputException e = assertRefused(null, () -> plan.watchEvery(0), "every 0 steps");
            assertTrue(e.getMessage().contains("at least") || e.getMessage().contains("the least is 1"), e.getMessage());
        }
    }

    private interface Wanted {
        TrainingPlan of(TrainingPlan plan);
    }

    private Map<String, double[]> trained(String backend, Measured measured, Wanted wanted) {
        try (Model model = create(SGD, on(backend));
                Training training = wanted.of(fascicle.train(model).listener(measured)).start()) {
            training.join();
            return weights(model);
        }
    }

    private static Map<String, double[]> numbers(Health health) {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        health.measures().forEach(measure -> numbers.put(
                measure.place() + "/" + measure.watch() + "/" + measure.name() + measure.shape(), measure.values()));
        return numbers;
    }

    private static double value(Map<String, Double> numbers, String place) {
        return Objects.requireNonNull(numbers.get(place), place + " is not among " + numbers.keySet());
    }

    private static double greatest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
