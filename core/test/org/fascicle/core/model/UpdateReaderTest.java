package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.registry.FixedTechniques;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model file says around its optimizer, and in which ways that can be wrong. */
class UpdateReaderTest {
    private final ModelReader reader = new ModelReader(Samples.techniques());

    @Test
    void anOptimizerAloneSaysNothingMore() {
        UpdateSpec updates = read("'nesterov'", "");
        assertEquals("nesterov", updates.optimizer().name());
        assertEquals(List.of(), updates.groups());
        assertEquals(List.of(), updates.transforms());
        assertEquals(updates, read("{'nesterov': {'use_ema': false, 'weight_decay': null}}", ", 'parameter_groups': []"));
    }

    @Test
    void argumentsThatEveryOptimizerOfKerasHasAreAListOfTechniques() {
        UpdateSpec updates = read("{'nesterov': {'momentum': 0.5, 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 7, 'clipnorm': 2, 'weight_decay': 0.25, "
                + "'exclude_from_weight_decay': ['bias', '*_norm*/gamma'], 'gradient_accumulation_steps': 4}}", "");
        assertEquals(Map.of("momentum", 0.5), updates.optimizer().options());
        assertEquals(List.of("transform sums {steps=4}", "transform clip_by_norm {limit=2.0}",
                "transform shrinking {decay=0.25}", "transform mean {momentum=0.5, frequency=7}"),
                updates.transforms().stream().map(each -> each.technique().toString()).collect(Collectors.toList()));
        TransformSpec decay = updates.transforms().get(2);
        assertEquals("/optimizer/nesterov/exclude_from_weight_decay/1", decay.patterns().get(1).pointer());
        assertTrue(decay.matches("a/kernel"));
        assertFalse(decay.matches("a/bias"));
        assertEquals(List.of("weight_decay", 0.25, true), List.of(decay.option(), decay.value(), decay.isGeneral()));
        assertEquals("/optimizer/nesterov/weight_decay", decay.technique().pointer("decay"));
        assertEquals("/optimizer/nesterov/clipnorm", updates.transforms().get(1).technique().pointer("limit"));
        assertEquals(Map.of(), read("{'nesterov': {'use_ema': true}}", "").transforms().get(0).technique().options());
        assertNotEquals(updates, read("'nesterov'", ""));
    }

    @Test
    void whatIsListedStandsWithinWhatTheOptionsAskFor() {
        for (String key : List.of("updates", "gradient_transforms")) {
            UpdateSpec updates = read("{'nesterov': {'use_ema': true, 'clipnorm': 2}}",
                    ", '" + key + "': [{'clip_by_norm': {'limit': 1, 'match': 'a', 'exclude': ['b', 'c']}}, 'mean']");
            assertEquals(List.of("transform clip_by_norm {limit=2.0}", "transform mean", "transform clip_by_norm {limit=1.0}",
                    "transform mean"),
                    updates.transforms().stream().map(each -> each.technique().toString()).collect(Collectors.toList()));
            assertEquals(List.of("a", "b", "c"), updates.transforms().get(2).patterns().stream()
                    .map(PathPattern::text).collect(Collectors.toList()));
            assertTrue(updates.transforms().get(2).matches("a/kernel"));
            assertFalse(updates.transforms().get(2).matches("a/b"));
            assertFalse(updates.transforms().get(2).matches("d/kernel"));
        }
        refused("'nesterov'", ", 'updates': [], 'gradient_transforms': []", "/gradient_transforms",
                "'gradient_transforms' is the former name of 'updates', which is there, too", "Write one list, \"updates\"");
        refused("'nesterov'", ", 'updates': 'clip_by_norm'", "/updates", "must be a list, not \"clip_by_norm\"", null);
        refused("'nesterov'", ", 'updates': [{'clip_by_norm': {'limit': 1, 'math': 'a'}}]", "/updates/0/clip_by_norm/math",
                "unknown option of 'clip_by_norm': 'math'", "Did you mean 'match'?");
    }

    @Test
    void ofTechniquesOfOnePlaceOneCanBeGiven() {
        option("'clipnorm': -2", "clipnorm", "must be a number in (0,inf), not -2", null);
        option("'clipvalue': 1, 'clipnorm': 1", "clipvalue",
                "only one of clipnorm, clipvalue and com.example:bound can be given, but 'clipnorm' is there, too",
                "List the others under \"updates\"");
        assertEquals("transform com.example:bounded {bound=3.0}", read("{'nesterov': {'com.example:bound': 3}}", "")
                .transforms().get(0).technique().toString());
        option("'global_clipping': 1", "global_clipping", "unknown option of 'nesterov': 'global_clipping'",
                "Known: learning_rate, momentum, clipnorm, clipvalue, com.example:bound, ema_momentum, ema_overwrite_frequency, "
                        + "exclude_from_weight_decay, gradient_accumulation_steps, use_ema, weight_decay; "
                        + "others come with techniques that are not installed");
    }

    @Test
    void anOptionOfTwoTechniquesIsRefusedWhereItIsGiven() {
        List<TechniqueType> types = new ArrayList<>(Samples.techniques().all());
        types.add(new TechniqueType.Builder(Kind.TRANSFORM, "other", () -> Samples.Clip.class).version("1.0.0")
                .provider("fascicle.other").shorthand(ShorthandOptions.of(9, List.of("clipnorm=limit"), "", "")).build());
        ModelReader doubled = new ModelReader(new FixedTechniques(types.toArray(TechniqueType[]::new)));
        assertEquals(List.of(), doubled.read(ModelText.of(text("'nesterov'", ""), "m.json")).updates().transforms());
        InputException refused = assertThrows(InputException.class,
                () -> doubled.read(ModelText.of(text("{'nesterov': {'clipnorm': 1}}", ""), "m.json")));
        assertEquals("'clipnorm' stands for transform clip_by_norm 1.2.0 of fascicle.transform.clip_by_norm and for "
                + "transform other 1.0.0 of fascicle.other", refused.problem());
    }

    @Test
    void whatAnOptimizerDeclaresItselfIsItsOwn() {
        UpdateSpec updates = read("{'decaying': {'weight_decay': 0.5, 'exclude_from_weight_decay': 'bias'}}", "");
        assertEquals(Map.of("weight_decay", 0.5), updates.optimizer().options());
        TransformSpec decay = updates.transforms().get(0);
        assertFalse(decay.isGeneral());
        assertNull(decay.value());
        assertEquals("bias", decay.patterns().get(0).text());
    }

    @Test
    void groups() {
        UpdateSpec updates = read("'nesterov'", ", 'parameter_groups': ["
                + "{'match': 'dense', 'learning_rate_multiplier': 0.5}, "
                + "{'match': ['bias'], 'optimizer': {'decaying': {}}, 'weight_decay': {'exponential': {'initial': 0.1}}}]");
        assertEquals(0.5, updates.groups().get(0).multiplier().option());
        assertEquals(Map.of(), updates.groups().get(0).options());
        ParameterGroup second = updates.groups().get(1);
        assertEquals("/parameter_groups/1/optimizer/decaying", second.optimizer().pointer());
        NumberSpec decay = second.options().get("weight_decay");
        assertEquals("/parameter_groups/1/weight_decay/exponential", decay.schedule().pointer());
        assertEquals("[0,inf)", decay.range().orElseThrow().toString());
        assertEquals(List.of("nesterov", "shrinking", "decaying", "exponential"),
                updates.techniques().stream().map(TechniqueSpec::name).collect(Collectors.toList()));
        assertFalse(updates.transforms().get(0).isGeneral());
        assertTrue(second.matches("dense/bias"));
        assertFalse(second.matches("dense/kernel"));
    }

    @Test
    void groupsThatAreWrong() {
        group("3", "", "must be a group such as { \"match\": \"head_1\", \"learning_rate_multiplier\": 0.1 }, not 3");
        group("{'mach': 'a'}", "/mach", "unknown key 'mach'");
        group("{'weight_decay': 0}", "", "the group does not say which parameters it is for");
        group("{'match': 'a'}", "", "the group changes nothing");
        group("{'match': [], 'weight_decay': 0}", "/match",
                "must be a pattern of parameters' paths such as \"head_1/*\", or a list of patterns, not []");
        group("{'match': 'a//b', 'weight_decay': 0}", "/match", "\"a//b\" is no pattern of parameters' paths");
        group("{'match': 'a', 'weight_decay': -1}", "/weight_decay", "must be a number in [0,inf) or a schedule, not -1");
        group("{'match': 'a', 'learning_rate_multiplier': 'elu'}", "/learning_rate_multiplier",
                "'elu' is an activation, not a schedule");
        group("{'match': 'a', 'optimizer': {'nesterov': {'weight_decay': 0}}}", "/optimizer/nesterov/weight_decay",
                "'weight_decay' cannot stand within a group's optimizer");
        group("{'match': 'a', 'optimizer': {'nesterov': {'use_ema': true}}}", "/optimizer/nesterov/use_ema",
                "'use_ema' cannot stand within a group's optimizer");
        refused("'nesterov'",
                ", 'updates': [{'shrinking': {'decay': 1}}], 'parameter_groups': [{'match': 'a', 'weight_decay': 0}]",
                "/parameter_groups/0/weight_decay", "a group's 'weight_decay' is instead of the optimizer's, but 'shrinking' "
                        + "stands in the list \"updates\"",
                "Give \"weight_decay\" to the optimizer, and not to the list; or list 'shrinking' once for each group of "
                        + "parameters, with \"match\"");
        refused("'nesterov'", ", 'parameter_groups': {}", "/parameter_groups",
                "must be a list of groups such as { \"match\": \"head_1\", \"learning_rate_multiplier\": 0.1 }, not {}",
                null);
    }

    @Test
    void optionsThatAreWrong() {
        option("'weight_decay': -1", "weight_decay", "must be a number in [0,inf) or a schedule, not -1", null);
        option("'ema_momentum': 0.5", "ema_momentum", "'ema_momentum' is of no use without 'use_ema'",
                "Add \"use_ema\": true");
        option("'use_ema': 1", "use_ema", "must be true or false, not 1", null);
        option("'use_ema': true, 'ema_momentum': 'x'", "ema_momentum", "must be a number, not \"x\"", null);
        option("'gradient_accumulation_steps': 0", "gradient_accumulation_steps",
                "must be a whole number in [1,inf), not 0", null);
        option("'weight_deca': 1", "weight_deca", "unknown option of 'nesterov': 'weight_deca'",
                "Did you mean 'weight_decay'?");
    }

    @ParameterizedTest
    @CsvSource({"bias, dense_1/bias, true", "dense_1, dense_1/bias, true", "dense, dense_1/bias, false",
        "dense_*, dense_1/bias, true", "*/bias, dense_1/bias, true", "dense_1/*, dense_1/bias, true",
        "dense_1/bias, dense_1/bias, true",
        "*, dense_1/bias, true", "ias, dense_1/bias, false", "a/*/c, a/b/c, true", "a/*/c, a/b/b/c, false", "b, a/b/c, true",
        "a/b, a/b/c, true", "a/c, a/b/c, false", "x.y, x_y/b, false", "x.y, x.y/b, true",
        "*norm*, layer_norm_2/gamma, true"})
    void patternsMatchWholeNames(String pattern, String path, boolean matches) {
        assertEquals(matches, new PathPattern(pattern, "/").matches(path));
    }

    private void group(String group, String pointer, String problem) {
        InputException refused =
                assertThrows(InputException.class, () -> read("'nesterov'", ", 'parameter_groups': [" + group + "]"));
        assertEquals("/parameter_groups/0" + pointer, refused.pointer());
        assertEquals(problem, refused.problem());
    }

    private void option(String option, String name, String problem, String remedy) {
        refused("{'nesterov': {" + option + "}}", "", "/optimizer/nesterov/" + name, problem, remedy);
    }

    private void refused(String optimizer, String rest, String pointer, String problem, String remedy) {
        InputException refused = assertThrows(InputException.class, () -> read(optimizer, rest));
        assertEquals(List.of("m.json", pointer, problem), List.of(refused.file(), refused.pointer(), refused.problem()));
        assertEquals(remedy, refused.remedy());
    }

    private UpdateSpec read(String optimizer, String rest) {
        return reader.read(ModelText.of(text(optimizer, rest), "m.json")).updates();
    }

    private static String text(String optimizer, String rest) {
        return ("{'fascicle': 1, 'data': 'digits', 'network': ['flatten'], 'loss': 'mean_squared_error', 'optimizer': "
                + optimizer + rest + "}").replace('\'', '"');
    }
}
