package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of parameters, and techniques around every optimizer and on every backend. */
public class UpdatesTest extends PlatformTest {
    /** Within an accumulation, and within an epoch of 15 steps. */
    private static final int CUT = 7;
    private static final int STEPS = 18;
    /** All that can stand around an optimizer, at once. */
    private static final String AROUND = "\"weight_decay\": 0.01, \"exclude_from_weight_decay\": [\"bias\", \"beta\"], "
            + "\"clipnorm\": 1.0, \"use_ema\": true, \"ema_momentum\": 0.5, \"ema_overwrite_frequency\": 3, "
            + "\"gradient_accumulation_steps\": 2";
    /** What else can. */
    private static final String LISTED = """
            [ { "gradient_centralization": { "match": "kernel" } }, { "sharpness_aware": { "rho": 0.05 } },
              { "gradient_accumulation": { "steps": 2 } }, { "lookahead": { "sync_period": 3 } } ]
            """;
    private static final String GROUPS = "[ { \"match\": \"gamma\", \"weight_decay\": 0 }, "
            + "{ \"match\": \"dense_1/*\", \"learning_rate_multiplier\": 0.5 } ]";
    private static final double ROUNDING = 1e-5;

    /** Nothing in it depends on which rows are in one batch. */
    private static final String PLAIN = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "unit" } },
              "network": [
                { "flatten": {} },
                { "dense": { "units": 16, "activation": "tanh" } },
                { "dense": { "units": 10, "activation": "softmax", "kernel_regularizer": { "l2": { "l2": 0.001 } } } } ],
              "loss": "sparse_categorical_crossentropy",
              "optimizer": "sgd",
              "training": { "epochs": 2, "batch_size": 200, "seed": 7 } }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("backendsAndOptimizers")
    void aCutRunIsBitEqualToAWholeOne(String backend, String optimizer) {
        Settings settings = on(backend).override("optimizer", "{ \"" + optimizer + "\": { " + AROUND + " } }")
                .override("parameter_groups", GROUPS);
        Path archive = folder.resolve("cut.fascicle");
        try (Model whole = create(Models.NORMALIZED, settings); Model first = create(Models.NORMALIZED, settings)) {
            Map<String, double[]> before = weights(whole);
            Map<String, double[]> uncut = tensors(trainTo(whole, STEPS));
            trainTo(first, CUT).save(archive);
            Training second = resume(archive, Settings.defaults().backend(backend), Listen.stopAt(STEPS));
            try (Model resumed = second.model()) {
                Tensors.assertSameBits(uncut, tensors(second));
                Tensors.assertSameBits(weights(whole), weights(resumed));
            }
            Tensors.assertFinite(uncut);
            assertFalse(Arrays.equals(before.get("dense/kernel"), whole.tensor("dense/kernel")));
            // 18 steps are 9 updates: in the ninth the averages take the weights' places.
            assertArrayEquals(uncut.get("optimizer/dense/kernel/weight_average"), whole.tensor("dense/kernel"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void backendsAgree(String backend) {
        String adam = "{ \"adam\": { " + AROUND.replace(", \"beta\"", "") + " } }";
        String groups = "[ { \"match\": \"dense\", \"optimizer\": { \"momentum\": { \"learning_rate\": 0.1 } } } ]";
        String model = Models.with(PLAIN, "\"optimizer\": \"sgd\"",
                "\"optimizer\": " + adam + ", \"parameter_groups\": " + groups);
        try (Model exact = create(model, oracle()); Model network = create(model, on(backend))) {
            train(exact);
            train(network);
            Tensors.assertNear(weights(exact), weights(network), ROUNDING, "", 0);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aCutRunOfAListGoesOnToTheBit(String backend) {
        Settings settings = on(backend).override("updates", LISTED).override("optimizer", "\"adam\"");
        Path archive = folder.resolve("listed.fascicle");
        try (Model whole = create(Models.NORMALIZED, settings); Model first = create(Models.NORMALIZED, settings)) {
            Map<String, double[]> expected = tensors(trainTo(whole, STEPS));
            trainTo(first, CUT).save(archive);
            Training second = resume(archive, on(backend), Listen.stopAt(STEPS));
            try (Model resumed = second.model()) {
                Tensors.assertSameBits(expected, tensors(second));
            }
            Tensors.assertFinite(expected);
            // 18 steps are 9 updates: in the ninth the fast weights are the slow ones.
            assertArrayEquals(expected.get("optimizer/dense/kernel/lookahead"), whole.tensor("dense/kernel"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void backendsAgreeOnAList(String backend) {
        String model = Models.with(PLAIN, "\"optimizer\": \"sgd\"", "\"optimizer\": \"momentum\", \"updates\": " + LISTED);
        try (Model exact = create(model, oracle()); Model network = create(model, on(backend))) {
            train(exact);
            Training training = train(network);
            Tensors.assertNear(weights(exact), weights(network), ROUNDING, "", 0);
            assertArrayEquals(tensors(training).get("optimizer/dense/kernel/lookahead"), network.tensor("dense/kernel"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void optionsOfAnOptimizerAreAShortWayToWriteAList(String backend) {
        Settings options = on(backend).override("optimizer", "{ \"adam\": { " + AROUND.replace(", \"beta\"", "") + " } }");
        Settings list = on(backend).override("optimizer", "\"adam\"").override("updates", """
                [ { "gradient_accumulation": { "steps": 2 } }, { "clip_by_norm": { "clipnorm": 1 } },
                  { "weight_decay": { "decay": 0.01, "exclude": "bias" } },
                  { "weight_average": { "momentum": 0.5, "overwrite_frequency": 3 } } ]
                """);
        try (Model first = create(PLAIN, options); Model second = create(PLAIN, list)) {
            Tensors.assertSameBits(tensors(train(first)), tensors(train(second)));
        }
    }

    static Stream<Arguments> backendsAndRules() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            all.add(Arguments.of(backend, "sgd"));
            all.add(Arguments.of(backend, "adam"));
        }
        return all.stream();
    }

    /** Four batches of 50 rows, in the order in which one of 200 has them. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("backendsAndRules")
    void accumulatedBatchesUpdateAsOneLargeBatch(String backend, String optimizer) {
        String rule = "{ \"" + optimizer + "\": { \"learning_rate\": 0.01 } }";
        Settings accumulating = on(backend).override("optimizer", rule).override("training.batch_size", "50")
                .override("optimizer." + optimizer + ".gradient_accumulation_steps", "4");
        try (Model large = create(PLAIN, on(backend).override("optimizer", rule)); Model small = create(PLAIN, accumulating)) {
            trainTo(large, 5);
            List<Map<String, double[]>> steps = new ArrayList<>();
            train(small, Listen.step(progress -> steps.add(weights(small))), Listen.stopAt(23));
            Tensors.assertNear(weights(large), steps.get(20 - 1), ROUNDING, "", 0);
            Tensors.assertSameBits(steps.get(20 - 1), steps.get(23 - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void adamWithDecayAroundItIsAdamw(String backend) {
        Settings around = on(backend).override("optimizer",
                "{ \"adam\": { \"weight_decay\": 0.1, \"exclude_from_weight_decay\": \"bias\" } }");
        Settings own = on(backend).override("optimizer",
                "{ \"adamw\": { \"weight_decay\": 0.1, \"exclude_from_weight_decay\": \"bias\" } }");
        try (Model first = create(PLAIN, around); Model second = create(PLAIN, own)) {
            trainTo(first, 10);
            trainTo(second, 10);
            Tensors.assertSameBits(weights(first), weights(second));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void averagesAreWhatATrainedNetworkHas(String backend) {
        Settings settings = on(backend).override("optimizer", "{ \"adam\": { \"use_ema\": true } }");
        Path archive = folder.resolve("averaged.fascicle");
        try (Model network = create(PLAIN, settings)) {
            Training training = train(network);
            assertArrayEquals(tensors(training).get("optimizer/dense/kernel/weight_average"), network.tensor("dense/kernel"));
            network.save(archive);
            try (Model restored = fascicle.open(archive, on(backend))) {
                assertEquals(evaluate(network, testRows(network)), evaluate(restored, testRows(restored)));
            }
        }
    }

    /** Unfreezing with another rate: what was frozen and then is not has its own. */
    @ParameterizedTest
    @MethodSource("backends")
    void aLayerFromAnArchiveIsTunedSlowly(String backend) {
        Path base = folder.resolve("base.fascicle");
        try (Model network = create(PLAIN, on(backend))) {
            trainTo(network, 3);
            network.save(base);
            String from = "\"" + base.toString().replace("\\", "\\\\") + "\"";
            try (Model frozen = create(PLAIN, on(backend).override("network.1.dense.from", from)
                    .override("network.1.dense.trainable", "false"));
                    Model slow = create(PLAIN, on(backend).override("network.1.dense.from", from).override(
                            "parameter_groups", "[ { \"match\": \"dense\", \"learning_rate_multiplier\": 0.001 } ]"))) {
                trainTo(frozen, 3);
                trainTo(slow, 3);
                assertArrayEquals(network.tensor("dense/kernel"), frozen.tensor("dense/kernel"));
                assertFalse(Arrays.equals(network.tensor("dense/kernel"), slow.tensor("dense/kernel")));
                assertTrue(distance(network.tensor("dense/kernel"), slow.tensor("dense/kernel")) < 1e-3);
            }
        }
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }
}
