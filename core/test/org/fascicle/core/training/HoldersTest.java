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
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.binding.OptionValues;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
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
    void listsOfTechniquesAreReadAndMade() {
        String chained = "{'chained': {'layers': [{'linear': {'units': 4}}, 'soft', {'noise': {'deviation': {'falling': {}}}}, "
                + "{'chained': {'layers': {'linear': {'units': 3}}, 'activations': []}}]}}, {'soft': {}}";
        ModelSpec spec = model(chained, descent(""), "", 8, 1, false);
        TechniqueFactory factory = new TechniqueFactory(Toys.techniques());
        assertEquals(List.of("chained", "linear", "normal", "soft", "noise", "falling", "chained", "linear", "normal", "slope"),
                factory.parts(spec.network().get(0).technique()).stream().map(TechniqueSpec::name).collect(Collectors.toList()));
        assertEquals(Set.of("/network/0/chained/layers/2/noise/deviation/falling"), TechniqueFactory.schedules(spec).keySet());
        Map<String, double[]> start = toys.train(chained, descent(""), "", 8, 1, false).get(0);
        start.keySet().removeIf(path -> path.startsWith("training/"));
        assertEquals(Set.of("chained/layer_0/kernel", "chained/layer_0/bias", "chained/layer_3/layer_0/kernel",
                "chained/layer_3/layer_0/bias", "chained/activation_0/slope"), start.keySet());
        refused("/network/0/chained/layers/1", "there is no layer 'liner'", chained.replace("'soft', ", "'liner', "));
        refused("/network/0/chained/layers/0/linear/units", "must be a whole number in [1,inf), not 0",
                chained.replace("'units': 4", "'units': 0"));
        refused("/network/0/chained/activations", "must be an activation: a name, or { name: { options } }, not 3",
                chained.replace("[]", "3")
                        .replace("{'chained': {'layers': {'linear': {'units': 3}}, 'activations': 3}}", "'soft'")
                        .replace("]}}", "], 'activations': 3}}"));
    }

    private static void refused(String pointer, String problem, String network) {
        InputException refused = assertThrows(InputException.class, () -> model(network, descent(""), "", 8, 1, false));
        assertEquals(pointer, refused.pointer());
        assertTrue(refused.problem().startsWith(problem), refused.problem());
    }

    @Test
    void recordedDefaultsOfListsAreNames() {
        TechniqueSpec spec =
                model("{'chained': {'layers': ['soft']}}", descent(""), "", 8, 1, false).network().get(0).technique();
        assertEquals(List.of("slope"), OptionValues.of(TechniqueType.of(ToyHolders.Chained.class)).get("activations"));
        TechniqueFactory recorded = new TechniqueFactory(Toys.techniques(),
                type -> type.name().equals("chained") ? Map.of("activations", List.of("picky", "slope")) : Map.of());
        assertEquals(2, ((ToyHolders.Chained) recorded.create(spec)).activations().size());
        assertEquals(List.of("soft", "picky", "slope"),
                recorded.held(spec).stream().map(TechniqueSpec::name).collect(Collectors.toList()));
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

    @Test
    void aRuleSeesAllItsParametersTogether() {
        List<Map<String, double[]>> steps = toys.train(LAYERS, "'joint': {'learning_rate': 0.1}", "", ROWS, 2, false);
        Map<String, double[]> moves = toys.moves(descent(""), "");
        double squares = moves.values().stream().flatMapToDouble(Arrays::stream).map(move -> move * move * 100).sum();
        assertEquals(squares, steps.get(1).get("optimizer/squares")[0], 1e-12);
        PATHS.forEach(path -> assertArrayEquals(ToyTraining.scaled(moves.get(path), -10),
                steps.get(1).get("optimizer/" + path + "/total"), 1e-13, path));
        // The first step sees no sum yet, the second that of the first.
        PATHS.forEach(path -> assertArrayEquals(ToyTraining.sum(steps.get(0).get(path), moves.get(path)), steps.get(1).get(path),
                EXACT, path));
        double[] second = ToyTraining.sum(steps.get(2).get("optimizer/linear/bias/total"),
                ToyTraining.scaled(steps.get(1).get("optimizer/linear/bias/total"), -1));
        assertArrayEquals(ToyTraining.sum(steps.get(1).get("linear/bias"), ToyTraining.scaled(second, -0.1 / (1 + squares))),
                steps.get(2).get("linear/bias"), 1e-13);
        assertEquals(1, ToyTraining.packed(model(LAYERS, "'joint': {}", "", 8, 1, false)));
        InputException twice = assertThrows(InputException.class,
                () -> blueprint(model(LAYERS, "'joint': {'twice': true}", "", 8, 1, false)).step(ROWS, ROWS, false));
        assertEquals(
                "optimizer (joint): sets the slot 'optimizer/linear/kernel/total' for one parameter, which it has declared for "
                        + "all together: it must set it there",
                twice.problem());
    }

    @Test
    void groupsAndTurnsConcernWhatIsDoneTogether() {
        String own = ", 'parameter_groups': [{'match': 'linear_1', 'optimizer': {'joint': {'learning_rate': 0.1}}}]";
        Map<String, double[]> grouped = toys.train(LAYERS, "'joint': {'learning_rate': 0.1}", own, ROWS, 1, false).get(1);
        Map<String, double[]> whole = toys.train(LAYERS, "'joint': {'learning_rate': 0.1}", "", ROWS, 1, false).get(1);
        assertEquals(whole.get("optimizer/squares")[0],
                grouped.get("optimizer/squares")[0] + grouped.get("optimizer/group_0/squares")[0], 1e-12);
        assertTrue(grouped.get("optimizer/group_0/squares")[0] > 0);
        List<Map<String, double[]>> rare = toys.train(LAYERS, "'joint': {'gradient_accumulation_steps': 2}", "", 8, 1, false);
        assertEquals(0, rare.get(1).get("optimizer/squares")[0]);
        assertTrue(rare.get(2).get("optimizer/squares")[0] > 0);
    }
}
