package org.fascicle.core.training;

import static org.fascicle.core.training.ToyTraining.LAYERS;
import static org.fascicle.core.training.ToyTraining.PATHS;
import static org.fascicle.core.training.ToyTraining.ROWS;
import static org.fascicle.core.training.ToyTraining.blueprint;
import static org.fascicle.core.training.ToyTraining.descent;
import static org.fascicle.core.training.ToyTraining.last;
import static org.fascicle.core.training.ToyTraining.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

/** Techniques that hold others: each has parameters, slots and draws of its own. */
class HoldersTest {
    private static final String BOTH = "{'both': {'first': {'linear': {'units': 4}}, 'second': {'both': {"
            + "'first': {'linear': {'units': 4}}, 'second': {'linear': {'units': 4}}, 'activation': 'slope'}}}}, "
            + "{'linear': {'units': 3}}, {'soft': {}}";
    private static final double EXACT = 1e-14;

    private final ToyTraining toys = new ToyTraining();

    @Test
    void layersWithinOneHaveTensorsSlotsAndDrawsOfTheirOwn() {
        List<Map<String, double[]>> steps = toys.train(BOTH, "'heavy_ball': {}", "", 8, 1, false);
        Map<String, double[]> start = steps.get(0);
        Set<String> weights = new TreeSet<>(start.keySet());
        weights.removeIf(path -> path.startsWith("optimizer/") || path.startsWith("training/"));
        assertEquals(new TreeSet<>(List.of("both/first/kernel", "both/first/bias", "both/second/first/kernel",
                "both/second/first/bias", "both/second/second/kernel", "both/second/second/bias", "both/second/slope",
                "linear/kernel", "linear/bias")), weights);
        assertTrue(start.containsKey("optimizer/both/second/first/kernel/velocity"));
        assertFalse(Arrays.equals(start.get("both/first/kernel"), start.get("both/second/first/kernel")));
        assertFalse(Arrays.equals(start.get("both/second/second/kernel"), start.get("both/second/first/kernel")));
        weights.forEach(path -> assertFalse(Arrays.equals(start.get(path), last(steps).get(path)), path));
        String apart = BOTH.replace("'units': 4", "'units': 4, 'constraint': 'same'").replace("'units': 3",
                "'units': 3, 'constraint': 'same'");
        Map<String, double[]> unmerged = last(toys.train(apart, "'heavy_ball': {}", "", 8, 1, false));
        unmerged.forEach((path, values) -> assertArrayEquals(values, last(steps).get(path), EXACT, path));
        assertEquals(1, ToyTraining.packed(model(BOTH, "'heavy_ball': {}", "", 8, 1, false)));
    }

    @Test
    void whatIsAskedByPathReachesThePlacesWithin() {
        Map<String, double[]> start = toys.train(BOTH, descent(""), "", ROWS, 1, false).get(0);
        List<Map<String, double[]>> frozen = toys.train(BOTH.replace("'activation': 'slope'}}}", "'activation': 'slope'}}, "
                + "'trainable': false}"), descent(""), "", ROWS, 1, false);
        Map<String, double[]> still = last(toys.train(BOTH, descent(""),
                ", 'parameter_groups': [{'match': 'both/second', 'learning_rate_multiplier': 0}]", ROWS, 1, false));
        start.forEach((path, values) -> {
            assertEquals(path.startsWith("both/"), Arrays.equals(values, last(frozen).get(path)), path);
            assertEquals(path.startsWith("both/second/"), Arrays.equals(values, still.get(path)), path);
        });
        InputException refused = assertThrows(InputException.class, () -> model(
                "{'both': {'first': {'linear': {'units': 3, 'trainable': false}}, 'second': {'soft': {}}}}", descent(""), "", 8,
                1,
                false));
        assertEquals("/network/0/both/first/linear/trainable", refused.pointer());
    }

    @Test
    void faultsAreSaidOfTheTechniqueThatHasThem() {
        String picky = BOTH.replace("slope", "picky");
        InputException refused = assertThrows(InputException.class,
                () -> blueprint(model(picky, descent(""), "", 8, 1, false)).step(ROWS, ROWS, false));
        assertEquals("activation of 'both/second' (picky): takes nothing", refused.problem());
        assertEquals("/network/0/both/second/both/activation", refused.pointer());
    }

    @Test
    void anOptimizerMayStandAroundAnother() {
        List<Map<String, double[]>> plain = toys.train(LAYERS, "'heavy_ball': {'learning_rate': 0.05}", "", 8, 2, false);
        List<Map<String, double[]>> around = toys.train(LAYERS,
                "'around': {'learning_rate': 0.2, 'factor': 0.5, 'optimizer': {'heavy_ball': {}}}", "", 8, 2, false);
        // From twice the value, with twice the rate, then halved: the same.
        PATHS.forEach(path -> assertArrayEquals(plain.get(1).get(path), around.get(1).get(path), EXACT, path));
        PATHS.forEach(path -> assertArrayEquals(last(plain).get(path), last(around).get(path), EXACT, path));
        assertArrayEquals(last(plain).get("optimizer/count"), last(around).get("optimizer/inner/count"));
        double[] velocity = last(plain).get("optimizer/linear/kernel/velocity");
        assertArrayEquals(ToyTraining.scaled(velocity, 2), last(around).get("optimizer/linear/kernel/inner/velocity"), EXACT);
        assertEquals(1, ToyTraining.packed(model(LAYERS, "'around': {'optimizer': 'heavy_ball'}", "", 8, 1, false)));
        InputException missing = assertThrows(InputException.class,
                () -> model(LAYERS, "'around': {'optimizer': 'heavy_bal'}", "", 8, 1, false));
        assertEquals("/optimizer/around/optimizer", missing.pointer());
    }
}
