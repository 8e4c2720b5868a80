package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Pairs;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.core.registry.FixedTechniques;
import org.junit.jupiter.api.Test;

/** Other names of techniques and options, what they say of other options, and what may be written in several ways. */
class AliasesTest {
    private final FixedTechniques techniques = FixedTechniques.of(Descent.class, Falling.class, Frame.class);
    private final TechniqueReader reader = new TechniqueReader(techniques, null);

    @Test
    void aliasesOfTechniquesAndOptionsMeanTheirOwnNames() {
        TechniqueSpec own = read(Kind.OPTIMIZER, "{ 'descent': { 'learning_rate': 0.5 } }");
        assertEquals(own, read(Kind.OPTIMIZER, "{ 'SGD': { 'learning_rate': 0.5 } }"));
        assertEquals(own, read(Kind.OPTIMIZER, "{ 'SGD': { 'lr': 0.5 } }"));
        assertEquals("descent", read(Kind.OPTIMIZER, "'SGD'").name());
        assertEquals("/SGD/lr", read(Kind.OPTIMIZER, "{ 'SGD': { 'lr': 0.5 } }").pointer("learning_rate"));
    }

    @Test
    void aHistoryUsesTheShortNameOfTheFileAndNotThatOfAClass() {
        assertEquals("falling", read(Kind.SCHEDULE, "{ 'Decay': { 'every': 3 } }").reported());
        assertEquals("fall", read(Kind.SCHEDULE, "{ 'fall': { 'every': 3 } }").reported());
        assertEquals("falling", read(Kind.SCHEDULE, "{ 'falling': { 'every': 3 } }").reported());
        assertEquals("falling", read(Kind.SCHEDULE, "{ 'fascicle:falling': { 'every': 3 } }").name());
        TechniqueSpec brief = read(Kind.SCHEDULE, "{ 'fall': { 'every': 3 } }");
        OutputSpec output = new OutputSpec("output", null, brief, 1, Reduction.MEAN, List.of(brief,
                read(Kind.SCHEDULE, "{ 'Decay': { 'every': 3 } }"), read(Kind.SCHEDULE, "{ 'fall': { 'every': 4 } }")),
                List.of());
        assertEquals(List.of("fall", "falling", "fall_1"), output.metricNames());
    }

    @Test
    void anOptionIsGivenOnce() {
        problem("m.json: at /SGD/learning_rate: 'learning_rate' and 'lr' are one option, given twice. Remove one of them",
                Kind.OPTIMIZER, "{ 'SGD': { 'lr': 0.5, 'learning_rate': 0.5 } }");
    }

    @Test
    void aMisspelledAliasIsHintedAtAndTheListHasOwnNamesAlone() {
        problem("m.json: at /falling/decay_step: unknown option of 'falling': 'decay_step'. Did you mean 'decay_steps'?",
                Kind.SCHEDULE, "{ 'falling': { 'decay_step': 3 } }");
        problem("m.json: at /falling/other: unknown option of 'falling': 'other'. Known: every, unit",
                Kind.SCHEDULE, "{ 'falling': { 'other': 3 } }");
    }

    @Test
    void aNameMaySayWhatAnotherOptionIs() {
        assertEquals(Map.of("every", 3.0), read(Kind.SCHEDULE, "{ 'falling': { 'every': 3 } }").options());
        assertEquals(Map.of("every", 3.0, "unit", "step"), read(Kind.SCHEDULE, "{ 'falling': { 'decay_steps': 3 } }").options());
        assertEquals(Map.of("every", 3.0, "unit", "step"), read(Kind.SCHEDULE, "{ 'Decay': { 'every': 3 } }").options());
        assertEquals(Map.of("every", 3.0, "unit", "epoch"),
                read(Kind.SCHEDULE, "{ 'Decay': { 'every': 3, 'unit': 'epoch' } }").options());
        problem("m.json: at /Decay/decay_steps: 'decay_steps' means that 'unit' is step, but epoch is given. Use the option's own"
                + " name, 'every'", Kind.SCHEDULE, "{ 'Decay': { 'decay_steps': 3, 'unit': 'epoch' } }");
    }

    @Test
    void anAliasGivesWhatMustBeGiven() {
        problem("m.json: at /falling: 'falling' needs the option 'every'. It is a number", Kind.SCHEDULE, "{ 'falling': {} }");
    }

    @Test
    void wordsMayBeInCapitals() {
        assertEquals("epoch", read(Kind.SCHEDULE, "{ 'falling': { 'every': 3, 'unit': 'EPOCH' } }").options().get("unit"));
        problem("m.json: at /falling/unit: must be one of step, epoch, not \"WEEK\"", Kind.SCHEDULE,
                "{ 'falling': { 'every': 3, 'unit': 'WEEK' } }");
    }

    @Test
    void listsMayBeInPairsWhereTheOptionSaysSo() {
        assertEquals(List.of(1, 2, 3, 4), read(Kind.LAYER, "{ 'frame': { 'sides': [[1, 2], [3, 4]] } }").options().get("sides"));
        assertEquals(List.of(1, 2), read(Kind.LAYER, "{ 'frame': { 'sides': [1, 2] } }").options().get("sides"));
        problem("m.json: at /frame/sides/1: must be a pair, as the others are, in a list of whole numbers, not 3", Kind.LAYER,
                "{ 'frame': { 'sides': [[1, 2], 3] } }");
        assertEquals(List.of(-1, 2), read(Kind.LAYER, "{ 'frame': { 'extents': [null, 2] } }").options().get("extents"));
        problem("m.json: at /frame/axes/0: must be a whole number, not null", Kind.LAYER, "{ 'frame': { 'axes': [null] } }");
        problem("m.json: at /frame/axes/0: must be a whole number, not a list", Kind.LAYER, "{ 'frame': { 'axes': [[1, 2]] } }");
    }

    @Test
    void listsOfTextsAreTextsOrOneText() {
        assertEquals(List.of("a", "b"), read(Kind.LAYER, "{ 'frame': { 'names': ['a', 'b'] } }").options().get("names"));
        assertEquals(List.of("a"), read(Kind.LAYER, "{ 'frame': { 'names': 'a' } }").options().get("names"));
        assertEquals(List.of("a", "1"), read(Kind.LAYER, "{ 'frame': { 'names': ['a', 1] } }").options().get("names"));
        problem("m.json: at /frame/names/0: must be a text, not 1.5", Kind.LAYER, "{ 'frame': { 'names': [1.5] } }");
        problem("m.json: at /frame/names: must be a list of texts, not 1.5", Kind.LAYER, "{ 'frame': { 'names': 1.5 } }");
        Frame frame = (Frame) new TechniqueFactory(techniques).create(read(Kind.LAYER, "'frame'"));
        assertEquals(List.of("x", "y"), frame.names());
    }

    @Test
    void aNumberStandsForTheTechniqueThatSaysSo() {
        FixedTechniques steady = FixedTechniques.of(Steady.class);
        TechniqueSpec spec = new TechniqueReader(steady, null).read(place("3"), Kind.SCHEDULE);
        assertEquals(new TechniqueSpec(Kind.SCHEDULE, "steady", null, Map.of("value", 3.0), "", "m.json"), spec);
        problem("m.json: must be a schedule: a name, or { name: { options } }, not 3", Kind.SCHEDULE, "3");
        InputException e = assertThrows(InputException.class,
                () -> new TechniqueReader(steady, null).read(place("-1"), Kind.SCHEDULE));
        assertTrue(e.getMessage().contains("must be a number in [0,inf), not -1"), e.getMessage());
    }

    @Test
    void anAbsentTechniqueKeepsTheNameThatWasRead() {
        List<String> absent = new ArrayList<>();
        new TechniqueReader(techniques, spec -> absent.add(spec.name())).read(place("'AdamW'"), Kind.OPTIMIZER);
        assertEquals(List.of("AdamW"), absent);
    }

    private TechniqueSpec read(Kind kind, String text) {
        return reader.read(place(text), kind);
    }

    private void problem(String message, Kind kind, String text) {
        InputException e = assertThrows(InputException.class, () -> read(kind, text));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static Place place(String text) {
        return new Place(JsonText.parse("[" + text.replace('\'', '"') + "]", "m.json").get(0), "", ModelText.of("[]", "m.json"));
    }

    @Technique(value = "descent", aliases = "SGD")
    public record Descent(@Default("0.01") @Alias("lr") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return gradient;
        }
    }

    @Technique(value = "falling", aliases = {"Decay", "fall"})
    public record Falling(@Alias("decay_steps") double every,
            @Default("epoch") @DefaultUnder(names = {
                "Decay", "decay_steps"}, value = "step") Moment.Unit unit)
            implements Schedule{
        @Override
        public double at(Moment moment) {
            return every;
        }
    }

    @Technique(value = "steady", number = "value")
    public record Steady(@Range("[0,inf)") double value) implements Schedule {
        @Override
        public double at(Moment moment) {
            return value;
        }
    }

    @Technique("frame")
    public record Frame(@Default("1") @Pairs List<Integer> sides, @Default("1") List<Integer> axes,
            @Default("-1") @Range("[-1,inf)") List<Integer> extents,
            @Default("x,y") List<String> names) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }
}
