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

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

/** In which order techniques around an optimizer act, when, and for which parameters. */
class ChainTest {
    private static final double EXACT = 1e-14;

    private final ToyTraining toys = new ToyTraining();

    @Test
    void optionsOfAnOptimizerAreAShortWayToWriteTheList() {
        String options = "'heavy_ball': {'learning_rate': {'falling': {'start': 0.2}}, 'weight_decay': 0.1, "
                + "'exclude_from_weight_decay': '*/bias', 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 2, 'gradient_accumulation_steps': 2}";
        Map<String, double[]> asked = toys.trained(LAYERS, options, "", 5, 3, true);
        Map<String, double[]> listed = toys.trained(LAYERS, "'heavy_ball': {'learning_rate': {'falling': {'start': 0.2}}}",
                ", 'updates': [{'sums': {'steps': 2}}, {'shrinking': {'decay': 0.1, 'exclude': '*/bias'}}, "
                        + "{'mean': {'momentum': 0.5, 'frequency': 2}}]",
                5, 3, true);
        assertEquals(asked.keySet(), listed.keySet());
        asked.forEach((path, values) -> assertArrayEquals(values, listed.get(path), 0, path));
    }

    @Test
    void gradientsGoInFromTheFirstAndValuesComeOutFromTheLast() {
        Map<String, double[]> start = toys.start();
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> after = toys.train(LAYERS, descent(""), ", 'updates': ["
                + "{'shifted': {'gradient': 0.25, 'before': 0.125, 'after': 0.5}}, 'doubled']", ROWS, 1, false).get(1);
        PATHS.forEach(path -> {
            double[] expected = start.get(path).clone();
            // In: the gradient plus 0.25, doubled; the weight plus 0.125, doubled. Out: doubled, plus 0.5.
            Arrays.setAll(expected, i -> {
                double gradient = (plain.get(path)[i] / -RATE + 0.25) * 2;
                return ((start.get(path)[i] + 0.125) * 2 - RATE * gradient) * 2 + 0.5;
            });
            assertArrayEquals(expected, after.get(path), 1e-13, path);
        });
    }

    @Test
    void lastValuesComeOutFromTheLastAsWell() {
        String none = ", 'updates': ['doubled', {'shifted': {'ended': 0.5}}]";
        List<Map<String, double[]>> steps = toys.train(LAYERS, descent(""), none, ROWS, 1, false);
        Map<String, double[]> ended = toys.trained(LAYERS, descent(""), none, ROWS, 1, false);
        PATHS.forEach(path -> assertArrayEquals(
                Arrays.stream(last(steps).get(path)).map(w -> (w + 0.5) * 2).toArray(), ended.get(path), EXACT, path));
    }

    @Test
    void whatStandsBeforeAnAccumulationActsInEachStep() {
        String counting = "'counting'";
        String sums = "{'sums': {'steps': 3}}";
        Map<String, double[]> outside = last(toys.train(LAYERS, "'heavy_ball': {}",
                ", 'updates': [" + counting + ", 'mean', " + sums + ", " + counting + "]", 4, 1, false));
        // Six steps, two updates.
        assertArrayEquals(new double[] {6}, outside.get("optimizer/counting/all"));
        assertArrayEquals(new double[] {2}, outside.get("optimizer/counting_1/all"));
        assertArrayEquals(new double[] {3}, outside.get("optimizer/count"));
        List<Map<String, double[]>> steps = toys.train(LAYERS, descent(""),
                ", 'updates': [{'mean': {'momentum': 0.5}}, " + sums + "]", 4, 1, false);
        double[] average = steps.get(0).get(PATHS.get(0));
        for (int step = 1; step < steps.size(); step++) {
            double[] now = steps.get(step).get(PATHS.get(0));
            average = step == 1 ? now : sum(scaled(average, 0.5), scaled(now, 0.5));
            assertArrayEquals(average, steps.get(step).get("optimizer/" + PATHS.get(0) + "/weight_average"), EXACT);
        }
    }

    @Test
    void accumulationsMultiply() {
        String nested = ", 'updates': [{'sums': {'steps': 2}}, 'counting', {'sums': {'steps': 3}}]";
        List<Map<String, double[]>> steps = toys.train(LAYERS, "'heavy_ball': {}", nested, 4, 2, false);
        List<Map<String, double[]>> one =
                toys.train(LAYERS, "'heavy_ball': {}", ", 'updates': [{'sums': {'steps': 6}}]", 4, 2, false);
        PATHS.forEach(path -> assertArrayEquals(last(one).get(path), last(steps).get(path), 1e-13, path));
        assertArrayEquals(new double[] {6}, last(steps).get("optimizer/counting/all"));
        assertArrayEquals(new double[] {3}, last(steps).get("optimizer/count"));
        String second = "optimizer/linear/bias/gradient_accumulator_1";
        assertTrue(steps.get(1).get(second)[0] == 0 && steps.get(2).get(second)[0] != 0);
    }

    @Test
    void gradientsElsewhereAreThoseOfTheNextStep() {
        // A step along the gradients with the rate -0.1 leads to the weights of the next step of descent, on the same rows.
        List<Map<String, double[]>> plain = toys.train(LAYERS, descent(""), "", ROWS, 2, false);
        Map<String, double[]> steeper = toys.moves(descent(""), ", 'updates': [{'steeper': {'step': -0.1}}]");
        PATHS.forEach(path -> assertArrayEquals(
                sum(plain.get(2).get(path), scaled(plain.get(1).get(path), -1)), steeper.get(path), EXACT, path));
        InputException refused = assertThrows(InputException.class, () -> toys.moves(descent(""),
                ", 'updates': [{'sums': {'steps': 2}}, 'steeper']"));
        assertEquals("/updates/1", refused.pointer());
        assertTrue(refused.problem().endsWith("list 'steeper' before 'sums'"), refused.problem());
        toys.moves(descent(""), ", 'updates': ['steeper', {'sums': {'steps': 2}}]");
    }

    @Test
    void gradientsElsewhereHaveTheSameDraws() {
        String noisy = "{'linear': {'units': 4}}, {'noise': {'deviation': 1}}, {'linear': {'units': 3}}, {'soft': {}}";
        Map<String, double[]> plain = last(toys.train(noisy, descent(""), "", ROWS, 1, false));
        Map<String, double[]> here =
                last(toys.train(noisy, descent(""), ", 'updates': [{'steeper': {'step': 0}}]", ROWS, 1, false));
        PATHS.forEach(path -> assertArrayEquals(plain.get(path), here.get(path), EXACT, path));
    }

    @Test
    void aTechniqueIsForTheParametersThatItMatches() {
        Map<String, double[]> plain = toys.moves(descent(""), "");
        Map<String, double[]> some = toys.moves(descent(""),
                ", 'updates': [{'doubled': {'match': ['linear_1', 'bias'], 'exclude': 'linear_1/bias'}}]");
        Map<String, double[]> all = toys.moves(descent(""), ", 'updates': ['doubled']");
        for (String path : PATHS) {
            boolean matched = path.equals("linear_1/kernel") || path.equals("linear/bias");
            assertArrayEquals((matched ? all : plain).get(path), some.get(path), EXACT, path);
        }
        InputException nothing = refused("'updates': [{'doubled': {'match': 'linaer'}}]");
        assertEquals("/updates/0/doubled/match", nothing.pointer());
        InputException part = refused("'updates': [{'sums': {'steps': 2, 'exclude': 'bias'}}]");
        assertEquals("'sums' holds updates back for several steps, which it can do for all parameters only", part.problem());
        assertEquals("/updates/0/sums", part.pointer());
    }

    @Test
    void groupsOfParametersMergeAsBefore() {
        String updates = ", 'updates': [{'mean': {'match': 'linear'}}, {'shifted': {'gradient': 0.5}}], 'parameter_groups': ["
                + "{'match': 'linear_1', 'weight_decay': 0.5}]";
        Map<String, double[]> merged = toys.trained(LAYERS, "'heavy_ball': {}", updates, 5, 2, true);
        Map<String, double[]> apart = toys.trained(APART, "'heavy_ball': {}", updates, 5, 2, true);
        assertEquals(apart.keySet(), merged.keySet());
        assertTrue(merged.containsKey("optimizer/linear/bias/weight_average"));
        assertTrue(!merged.containsKey("optimizer/linear_1/bias/weight_average"));
        apart.forEach((path, values) -> assertArrayEquals(values, merged.get(path), EXACT, path));
        assertEquals(2, ToyTraining.packed(model(LAYERS, "'heavy_ball': {}", updates, 5, 2, true)));
    }

    @Test
    void slotsOfTwoTechniquesMayNotMeet() {
        InputException refused = assertThrows(InputException.class, () -> blueprint(model(LAYERS, "'heavy_ball': {}",
                ", 'updates': [{'com.example:bounded': {'bound': 1, 'slot': 'velocity'}}]", 8, 1, false))
                .step(ROWS, ROWS, false));
        assertTrue(refused.problem().contains("the slot 'optimizer/linear/kernel/velocity' belongs to 'com.example:bounded' and "
                + "cannot be kept by 'heavy_ball' as well"), refused.problem());
        Map<String, double[]> twice = last(toys.train(LAYERS, descent(""), ", 'updates': [{'com.example:bounded': {'bound': 1}}, "
                + "{'com.example:bounded': {'bound': 2}}]", 8, 1, false));
        assertArrayEquals(new double[] {3}, twice.get("optimizer/linear/bias/bounded"));
        assertArrayEquals(new double[] {3}, twice.get("optimizer/linear/bias/bounded_1"));
    }

    @Test
    void answersThatDoNotFitAreRefused() {
        assertEquals("update transform (odd): gave 3 gradients for 4 parameters",
                refused("'updates': [{'odd': {'fewer': true}}]").problem());
        assertTrue(refused("'updates': [{'odd': {'scalar': true}}]").problem()
                .startsWith("update transform (odd): gave "), "scalar");
        assertEquals("update transform (odd): updates once in 0 steps, where 1 to 2147483647 were expected",
                refused("'updates': [{'odd': {'steps': 0}}]").problem());
        assertEquals("update transform (odd): updates once in 2147483647 times 2 steps, where 1 to 2147483647 were expected",
                refused("'updates': [{'sums': {'steps': 2}}, {'odd': {'steps': 2147483647}}]").problem());
    }

    private static InputException refused(String updates) {
        return assertThrows(InputException.class,
                () -> blueprint(model(LAYERS, descent(""), ", " + updates, 8, 1, false)).step(ROWS, ROWS, false));
    }
}
