package org.fascicle.core.training;

import static org.fascicle.core.training.ToyTraining.APART;
import static org.fascicle.core.training.ToyTraining.LAYERS;
import static org.fascicle.core.training.ToyTraining.PATHS;
import static org.fascicle.core.training.ToyTraining.RATE;
import static org.fascicle.core.training.ToyTraining.ROWS;
import static org.fascicle.core.training.ToyTraining.blueprint;
import static org.fascicle.core.training.ToyTraining.descent;
import static org.fascicle.core.training.ToyTraining.last;
import static org.fascicle.core.training.ToyTraining.model;
import static org.fascicle.core.training.ToyTraining.scaled;
import static org.fascicle.core.training.ToyTraining.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model file says around an optimizer, on the reference backend in float64, against the arithmetic written out. */
class UpdatesTest {
    private static final double EXACT = 1e-14;

    private final ToyTraining toys = new ToyTraining();

    @Test
    void aGroupHasARateOfItsOwn() {
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> grouped = toys.moves(descent(""), ", 'parameter_groups': [{'match': 'linear_1/*', "
                + "'learning_rate_multiplier': 0.25}, {'match': ['linear_*', 'kernel'], 'learning_rate_multiplier': 0}]");
        PATHS.forEach(path -> {
            double factor = path.startsWith("linear_1/") ? 0.25 : path.endsWith("kernel") ? 0 : 1;
            assertArrayEquals(scaled(plain.get(path), factor), grouped.get(path), EXACT, path);
        });
    }

    @Test
    void aMultiplierMayBeScheduled() {
        String group = ", 'parameter_groups': [{'match': 'linear', "
                + "'learning_rate_multiplier': {'falling': {'start': 0.5}}}]";
        List<Map<String, double[]>> grouped = toys.train(LAYERS, descent(""), group, 12, 2, false);
        List<Map<String, double[]>> same = toys.train(LAYERS, "'descent': {'learning_rate': {'falling': {'start': 0.05}}}",
                ", 'parameter_groups': [{'match': 'linear_1', 'optimizer': {'descent': {'learning_rate': " + RATE + "}}}]",
                12, 2, false);
        PATHS.forEach(path -> assertArrayEquals(same.get(2).get(path), grouped.get(2).get(path), EXACT, path));
    }

    @Test
    void aGroupHasAnOptimizerOfItsOwn() {
        Map<String, double[]> after = last(toys.train(LAYERS, descent(""), ", 'parameter_groups': [{'match': 'linear_1/kernel', "
                + "'optimizer': {'heavy_ball': {'learning_rate': 0.2, 'momentum': 0.5}}}]", 24, 3, false));
        Set<String> slots = after.keySet().stream()
                .filter(path -> path.startsWith("optimizer/")).collect(Collectors.toSet());
        assertEquals(Set.of("optimizer/linear_1/kernel/velocity", "optimizer/group_0/count"), slots);
        assertArrayEquals(new double[] {4}, after.get("optimizer/group_0/count"));
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> first = toys.moves(descent(""), ", 'parameter_groups': [{'match': 'linear_1/kernel', "
                + "'optimizer': {'heavy_ball': {'learning_rate': 0.2}}}]");
        // In its first step heavy_ball does as descent, here at twice the rate.
        assertArrayEquals(scaled(plain.get("linear_1/kernel"), 2), first.get("linear_1/kernel"), EXACT);
    }

    @Test
    void weightsDecayApartFromTheGradient() {
        double decay = 0.3;
        Map<String, double[]> start = toys.start();
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> decayed = toys.moves(
                descent(", 'weight_decay': " + decay + ", 'exclude_from_weight_decay': ['bias']"),
                ", 'parameter_groups': [{'match': 'linear_1', 'weight_decay': 0.1}]");
        PATHS.forEach(path -> {
            double own = path.endsWith("bias") ? 0 : path.startsWith("linear_1/") ? 0.1 : decay;
            double[] expected = sum(plain.get(path), scaled(start.get(path), -RATE * own));
            assertArrayEquals(expected, decayed.get(path), EXACT, path);
        });
    }

    @Test
    void anOptimizerThatDecaysItselfGetsWhatDecays() {
        Map<String, double[]> start = toys.start();
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> decayed = toys.moves("'decaying': {'learning_rate': " + RATE + ", 'weight_decay': 0.5, "
                + "'exclude_from_weight_decay': 'linear/bias'}",
                ", 'parameter_groups': [{'match': 'linear_1/bias', "
                        + "'weight_decay': {'falling': {'start': 0.25}}}]");
        PATHS.forEach(path -> {
            double own = path.equals("linear/bias") ? 0 : path.equals("linear_1/bias") ? 0.25 : 0.5;
            assertArrayEquals(sum(plain.get(path), scaled(start.get(path), -RATE * own)), decayed.get(path), EXACT, path);
        });
    }

    @Test
    void theLossIsScaledBeforeItIsDifferentiated() {
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> louder =
                toys.moves(descent(""), ", 'updates': [{'louder': {'factor': 4}}, {'louder': {'factor': 2}}]");
        PATHS.forEach(path -> assertArrayEquals(scaled(plain.get(path), 8), louder.get(path), EXACT, path));
        String message = assertThrows(InputException.class,
                () -> toys.moves(descent(""), ", 'updates': [{'louder': {'factor': 4, 'match': 'linear/bias'}}]")).getMessage();
        assertTrue(message.contains("'louder' scales the loss, which it can do for all parameters only"), message);
    }

    @Test
    void weightsAreAveragedFromTheFirstUpdateOn() {
        List<Map<String, double[]>> steps =
                toys.train(LAYERS, descent(", 'use_ema': true, 'ema_momentum': 0.75"), "", 6, 2, false);
        PATHS.forEach(path -> {
            double[] average = steps.get(1).get(path);
            for (int step = 1; step < steps.size(); step++) {
                double[] now = steps.get(step).get(path);
                average = step == 1 ? now : sum(scaled(average, 0.75), scaled(now, 0.25));
                assertArrayEquals(average, steps.get(step).get("optimizer/" + path + "/weight_average"), EXACT, path);
            }
        });
        Map<String, double[]> plain = steps.get(8);
        List<Map<String, double[]>> without = toys.train(LAYERS, descent(""), "", 6, 2, false);
        PATHS.forEach(path -> assertArrayEquals(without.get(8).get(path), plain.get(path), EXACT, path));
    }

    @Test
    void averagesTakeTheWeightsPlacesEverySoManyUpdates() {
        List<Map<String, double[]>> steps = toys.train(LAYERS,
                descent(", 'use_ema': true, 'ema_momentum': 0.5, 'ema_overwrite_frequency': 3"), "", 6, 2, false);
        for (int step = 1; step < steps.size(); step++) {
            Map<String, double[]> now = steps.get(step);
            boolean taken = step % 3 == 0 || step == 1;
            PATHS.forEach(path -> assertEquals(taken,
                    Arrays.equals(now.get(path), now.get("optimizer/" + path + "/weight_average")), path));
        }
    }

    @Test
    void averagesAreTheWeightsWhenTrainingHasEnded() {
        Map<String, double[]> after = toys.trained(LAYERS, descent(", 'use_ema': true"), "", 6, 2, false);
        PATHS.forEach(path -> assertArrayEquals(after.get("optimizer/" + path + "/weight_average"), after.get(path), path));
        // 4 steps, of which none updates.
        Map<String, double[]> untouched =
                toys.trained(LAYERS, descent(", 'use_ema': true, 'gradient_accumulation_steps': 5"), "", 6, 1, false);
        toys.start().forEach((path, values) -> assertArrayEquals(values, untouched.get(path), path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'descent': {'learning_rate': 0.1", "'heavy_ball': {'learning_rate': 0.1",
        "'descent': {'learning_rate': 0.1, 'weight_decay': 0.2, 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 2"})
    void accumulatedGradientsOfSmallBatchesAreThoseOfALargeOne(String optimizer) {
        List<Map<String, double[]>> large = toys.train(LAYERS, optimizer + "}", "", 12, 2, false);
        List<Map<String, double[]>> small =
                toys.train(LAYERS, optimizer + ", 'gradient_accumulation_steps': 3}", "", 4, 2, false);
        assertEquals(4, large.size() - 1);
        assertEquals(12, small.size() - 1);
        for (int step = 0; step < small.size(); step++) {
            Map<String, double[]> now = small.get(step);
            large.get(step / 3).forEach((path, values) -> {
                if (!path.startsWith("training/")) {
                    assertArrayEquals(values, now.get(path), 1e-13, path);
                }
            });
        }
    }

    @Test
    void gradientsAccumulateAsWrittenOut() {
        List<Map<String, double[]>> steps =
                toys.train(LAYERS, descent(", 'gradient_accumulation_steps': 2"), "", 12, 1, false);
        List<Map<String, double[]>> first = toys.train(LAYERS, descent(""), "", 12, 1, false);
        String path = "linear_1/bias";
        String accumulated = "optimizer/" + path + "/gradient_accumulator";
        double[] start = steps.get(0).get(path);
        double[] gradient = scaled(sum(first.get(1).get(path), scaled(start, -1)), -1 / RATE);
        assertArrayEquals(new double[3], steps.get(0).get(accumulated));
        assertArrayEquals(gradient, steps.get(1).get(accumulated), 1e-13);
        assertArrayEquals(start, steps.get(1).get(path));
        assertArrayEquals(new double[3], steps.get(2).get(accumulated));
        // The softmax's bias: its gradient is the mean of probability − target, and so sums to 0.
        double[] moved = sum(steps.get(2).get(path), scaled(start, -1));
        assertEquals(0, moved[0] + moved[1] + moved[2], EXACT);
        assertTrue(Math.abs(moved[0]) > 1e-6);
    }

    @Test
    void mergedAndApartAllTogetherAreTheSame() {
        String optimizer = "'heavy_ball': {'learning_rate': {'falling': {'start': 0.2}}, 'weight_decay': 0.1, "
                + "'exclude_from_weight_decay': '*/bias', 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 2, 'gradient_accumulation_steps': 2}";
        String groups = ", 'gradient_transforms': ['counting'], 'parameter_groups': [{'match': 'linear_1', "
                + "'learning_rate_multiplier': 0.5}]";
        Map<String, double[]> merged = toys.trained(LAYERS, optimizer, groups, 5, 3, true);
        Map<String, double[]> apart = toys.trained(APART, optimizer, groups, 5, 3, true);
        assertEquals(apart.keySet(), merged.keySet());
        apart.forEach((path, values) -> assertArrayEquals(values, merged.get(path), EXACT, path));
        // 15 steps, 7 updates, and a gradient that waits.
        assertArrayEquals(new double[] {8}, merged.get("optimizer/count"));
        assertArrayEquals(new double[] {7}, merged.get("optimizer/counting/all"));
        assertTrue(Arrays.stream(merged.get("optimizer/linear/bias/gradient_accumulator")).anyMatch(g -> g != 0));
    }

    @Test
    void aFrozenLayerIsLeftAlone() {
        String frozen = LAYERS.replace("'units': 4", "'units': 4, 'trainable': false");
        Map<String, double[]> after = toys.trained(frozen,
                descent(", 'weight_decay': 0.5, 'use_ema': true, 'gradient_accumulation_steps': 2"),
                ", 'parameter_groups': [{'match': 'linear', 'weight_decay': 0.1}]", 6, 2, false);
        assertArrayEquals(toys.start().get("linear/kernel"), after.get("linear/kernel"));
        assertTrue(after.keySet().stream().noneMatch(path -> path.startsWith("optimizer/linear/")),
                after.keySet().toString());
    }

    @Test
    void transformsOfOneNameHaveSlotsOfTheirOwn() {
        Map<String, double[]> after = last(toys.train(LAYERS, descent(""),
                ", 'gradient_transforms': ['counting', 'counting']", 12, 2, false));
        List.of("optimizer/counting/own", "optimizer/counting/all", "optimizer/counting_1/own", "optimizer/counting_1/all")
                .forEach(path -> assertArrayEquals(new double[] {4}, after.get(path), path));
    }

    @Test
    void theSummarySaysWhatUpdatesEachParameter() {
        Step step = blueprint(model(LAYERS.replace("'units': 4", "'units': 4, 'trainable': false"),
                descent(", 'weight_decay': 0.5, 'exclude_from_weight_decay': 'linear_1/bias'"), ", 'parameter_groups': ["
                        + "{'match': 'linear_1', 'learning_rate_multiplier': 0.1}]",
                8, 1, false)).step(ROWS, ROWS, false);
        assertEquals(List.of("linear/kernel none", "linear/bias none",
                "linear_1/kernel descent, learning rate x 0.1, weight decay 0.5",
                "linear_1/bias descent, learning rate x 0.1"),
                step.parameters().stream().map(parameter -> parameter.path() + " " + parameter.update().orElse("none"))
                        .collect(Collectors.toList()));
    }

    @Test
    void aPatternThatMatchesNothingIsRefused() {
        InputException group = refused(descent(""),
                ", 'parameter_groups': [{'match': ['linear', 'linaer_1/*'], 'weight_decay': 0}]");
        assertEquals("/parameter_groups/0/match/1", group.pointer());
        assertEquals("no parameter matches \"linaer_1/*\"", group.problem());
        assertEquals("Did you mean 'linear_1'?", group.remedy());
        InputException far = refused(descent(""), ", 'parameter_groups': [{'match': 'convolution', 'weight_decay': 0}]");
        assertEquals("The parameters are: " + String.join(", ", PATHS), far.remedy());
        InputException decay = refused(descent(", 'weight_decay': 1, 'exclude_from_weight_decay': 'bais'"), "");
        assertEquals("/optimizer/descent/exclude_from_weight_decay", decay.pointer());
        assertEquals("Did you mean 'bias'?", decay.remedy());
    }

    private InputException refused(String optimizer, String rest) {
        return assertThrows(InputException.class,
                () -> blueprint(model(LAYERS, optimizer, rest, 8, 1, false)).step(ROWS, ROWS, false));
    }
}
