package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class GridTest {
    private static final String MODEL = """
            { "network": [ { "wide": { "units": 3, "activation": "straight" } }, { "wide": { "units": 4, "activation": "straight" } },
                           { "wide": { "units": 2, "activation": "straight" } } ],
              "loss": "some", "metrics": [ "odds", "hits" ], "optimizer": { "falling": { "learning_rate": 0.5 } } }
            """;

    private final FakeFascicle fascicle = new FakeFascicle();

    @Test
    void theLastVariesFastest() {
        Grid grid = grid("network.0.units=1,2", "optimizer.learning_rate=0.1,0.01");
        assertEquals(List.of("network.0.units", "optimizer.learning_rate"), grid.paths());
        assertEquals(List.of("1 0.1", "1 0.01", "2 0.1", "2 0.01"), cells(grid));
        assertEquals("{\"falling\":{\"learning_rate\":0.01}}", JsonValues.write(grid.variants().get(1).tree().get("optimizer")));
    }

    @Test
    void pathsLeadThroughWhatWasVariedBefore() {
        Grid grid = grid("optimizer=falling,rolling", "optimizer.learning_rate=0.1,0.2");
        assertEquals("{\"rolling\":{\"learning_rate\":0.2}}", JsonValues.write(grid.variants().get(3).tree().get("optimizer")));
    }

    @Test
    void allAreThoseThatNeedNoOptions() {
        Grid grid = grid("network.*.activation=@all");
        assertEquals(List.of("com.example:bent", "straight"), cells(grid).stream().sorted().collect(Collectors.toList()));
        assertEquals(List.of("network.2 keeps its activation: it is an output, and the loss needs that",
                "network.*.activation=cut is left out: it needs at"), grid.remarks());
        String tree = JsonValues.write(grid.variants().get(0).tree());
        assertEquals(3, tree.split("com.example:bent").length, tree);
    }

    @Test
    void ofFlagsAllAreTwo() {
        assertEquals(List.of("true", "false"), cells(grid("network.0.use_bias=@all")));
        assertTrue(problem("network.0.units=@all").contains("no techniques stand there, but a whole number"));
        assertTrue(problem("optimizer.learning_rate=@all").contains("no schedule is installed that needs no options"));
    }

    @Test
    void whatOfAllCannotBeUsedIsLeftOut() {
        fascicle.check = tree -> {
            if (tree.toString().contains("bent")) {
                throw new InputException("it bends");
            }
        };
        Grid grid = grid("network.0.activation=@all");
        assertEquals(List.of("straight"), cells(grid));
        assertTrue(grid.remarks().contains("network.0.activation=com.example:bent is left out: it bends"),
                grid.remarks().toString());
        assertEquals("it bends", problem("network.0.activation=com.example:bent,straight"));
    }

    @Test
    void someCannotBeVaried() {
        assertTrue(problem("data=digits,csv").contains("all variants are trained with the same data"));
        assertTrue(problem("training.seed=1,2").contains("Say --seeds N"));
        assertTrue(problem("network.0.units=1,1").contains("the value is there twice"));
        assertTrue(problem("network.0.units=1", "network.0.units=2").contains("it is varied twice"));
    }

    @Test
    void techniquesAreNamedWithTheirVersions() {
        List<String> techniques = grid("network.0.activation=straight,com.example:bent").techniques();
        assertTrue(techniques.contains("activation com.example:bent 0.0.0"), techniques.toString());
        assertFalse(techniques.stream().anyMatch(each -> each.contains("cut")), techniques.toString());
    }

    @Test
    void theFirstMetricThatSaysWhatIsBetterDecides() {
        assertEquals(new Criterion("hits", true), criterion(null));
        assertEquals(new Criterion("loss", false), criterion("loss"));
        assertTrue(assertThrows(InputException.class, () -> criterion("hit")).getMessage().contains("Did you mean 'hits'?"));
        assertTrue(assertThrows(InputException.class, () -> criterion("odds")).getMessage().contains("does not say"));
        assertTrue(criterion("loss").compare(1, 2) < 0 && criterion("hits").compare(1, 2) > 0);
    }

    private static Criterion criterion(String by) {
        return Criterion.of(new FakeTechniques(), model(), by);
    }

    private String problem(String... varied) {
        return assertThrows(InputException.class, () -> grid(varied)).getMessage();
    }

    private Grid grid(String... varied) {
        return Grid.of(fascicle.service(), new FakeTechniques(), Definition.text(MODEL, "m.json"), model(),
                Arrays.stream(varied).map(Variation::of).toList());
    }

    private static List<String> cells(Grid grid) {
        return grid.variants().stream().map(variant -> String.join(" ", variant.cells())).collect(Collectors.toList());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> model() {
        try {
            return (Map<String, Object>) JsonValues.read(MODEL);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
