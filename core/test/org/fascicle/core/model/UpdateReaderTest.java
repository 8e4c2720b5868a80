package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
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
        assertNull(updates.weightDecay());
        assertNull(updates.average());
        assertEquals(1, updates.accumulationSteps());
        assertEquals(List.of(), updates.undecayed());
        assertEquals(List.of(), updates.groups());
        assertEquals(List.of(), updates.transforms());
        assertEquals(updates, read("{'nesterov': {'use_ema': false, 'weight_decay': null}}", ", 'parameter_groups': []"));
    }

    @Test
    void argumentsThatEveryOptimizerOfKerasHas() {
        UpdateSpec updates = read("{'nesterov': {'momentum': 0.5, 'weight_decay': 0.25, "
                + "'exclude_from_weight_decay': ['bias', '*_norm*/gamma'], 'use_ema': true, 'ema_momentum': 0.5, 'ema_overwrite_frequency': 7, "
                + "'gradient_accumulation_steps': 4}}", "");
        assertEquals(Map.of("momentum", 0.5), updates.optimizer().options());
        assertTrue(updates.weightDecay().is(0.25));
        assertEquals("/optimizer/nesterov/exclude_from_weight_decay/1", updates.undecayed().get(1).pointer());
        assertEquals(0.5, updates.average().momentum());
        assertEquals(7, updates.average().overwriteFrequency());
        assertEquals(4, updates.accumulationSteps());
        assertEquals(0.99, read("{'nesterov': {'use_ema': true}}", "").average().momentum());
        assertNotEquals(updates, read("'nesterov'", ""));
    }

    @Test
    void clippingIsATransformBeforeThoseListed() {
        UpdateSpec updates =
                read("{'nesterov': {'clipnorm': 2}}", ", 'gradient_transforms': [{'clip_by_norm': {'clipnorm': 1}}]");
        assertEquals(List.of(Map.of("clipnorm", 2.0), Map.of("clipnorm", 1.0)),
                List.of(updates.transforms().get(0).options(), updates.transforms().get(1).options()));
        option("'clipnorm': -2", "clipnorm", "must be a number in (0,inf), not -2", null);
        option("'clipnorm': 1, 'clipvalue': 1", "clipvalue",
                "only one of clipnorm, clipvalue and global_clipnorm can be given, but 'clipnorm' is there, too",
                "List the others under \"gradient_transforms\"");
        option("'global_clipnorm': 1", "global_clipnorm", "there is no gradient transform 'clip_by_global_norm'",
                "Is its bundle installed and started?");
    }

    @Test
    void whatAnOptimizerDeclaresItselfIsItsOwn() {
        UpdateSpec updates = read("{'decaying': {'weight_decay': 0.5, 'exclude_from_weight_decay': 'bias'}}", "");
        assertEquals(Map.of("weight_decay", 0.5), updates.optimizer().options());
        assertNull(updates.weightDecay());
        assertEquals("bias", updates.undecayed().get(0).text());
    }

    @Test
    void groups() {
        UpdateSpec updates = read("'nesterov'", ", 'parameter_groups': ["
                + "{'match': 'dense', 'learning_rate_multiplier': 0.5}, "
                + "{'match': ['bias'], 'optimizer': {'decaying': {}}, 'weight_decay': {'exponential': {'initial': 0.1}}}]");
        assertTrue(updates.groups().get(0).multiplier().is(0.5));
        assertNull(updates.groups().get(0).weightDecay());
        ParameterGroup second = updates.groups().get(1);
        assertEquals("/parameter_groups/1/optimizer/decaying", second.optimizer().pointer());
        assertEquals("/parameter_groups/1/weight_decay/exponential", second.weightDecay().schedule().pointer());
        assertEquals(List.of("nesterov", "decaying", "exponential"),
                updates.techniques().stream().map(TechniqueSpec::name).collect(Collectors.toList()));
        assertTrue(second.matches("dense/bias"));
        assertFalse(second.matches("dense/kernel"));
    }

    @Test
    void groupsThatAreWrong() {
        group("3", "", "must be a group such as { \"match\": \"dense_1\", \"learning_rate_multiplier\": 0.1 }, not 3");
        group("{'mach': 'a'}", "/mach", "unknown key 'mach'");
        group("{'weight_decay': 0}", "", "the group does not say which parameters it is for");
        group("{'match': 'a'}", "", "the group changes nothing");
        group("{'match': [], 'weight_decay': 0}", "/match",
                "must be a pattern of parameters' paths such as \"dense_1/*\", or a list of patterns, not []");
        group("{'match': 'a//b', 'weight_decay': 0}", "/match", "\"a//b\" is no pattern of parameters' paths");
        group("{'match': 'a', 'weight_decay': -1}", "/weight_decay", "must be a number in [0,inf) or a schedule, not -1");
        group("{'match': 'a', 'learning_rate_multiplier': 'elu'}", "/learning_rate_multiplier",
                "'elu' is an activation, not a schedule");
        group("{'match': 'a', 'optimizer': {'nesterov': {'weight_decay': 0}}}", "/optimizer/nesterov/weight_decay",
                "'weight_decay' cannot stand within a group's optimizer");
        group("{'match': 'a', 'optimizer': {'nesterov': {'use_ema': true}}}", "/optimizer/nesterov/use_ema",
                "'use_ema' cannot stand within a group's optimizer");
        refused("'nesterov'", ", 'parameter_groups': {}", "/parameter_groups",
                "must be a list of groups such as { \"match\": \"dense_1\", \"learning_rate_multiplier\": 0.1 }, not {}",
                null);
    }

    @Test
    void optionsThatAreWrong() {
        option("'weight_decay': -1", "weight_decay", "must be a number in [0,inf) or a schedule, not -1", null);
        option("'ema_momentum': 0.5", "ema_momentum", "'ema_momentum' says something of an average that is not kept",
                "Add \"use_ema\": true");
        option("'use_ema': true, 'ema_momentum': 1.5", "ema_momentum", "must be a number in [0,1], not 1.5", null);
        option("'use_ema': true, 'ema_overwrite_frequency': 0", "ema_overwrite_frequency",
                "must be a whole number of at least 1, not 0", null);
        option("'gradient_accumulation_steps': 1", "gradient_accumulation_steps",
                "must be a whole number of at least 2, not 1", null);
        option("'weight_deca': 1", "weight_deca", "unknown option of 'nesterov': 'weight_deca'",
                "Did you mean 'weight_decay'?");
    }

    @ParameterizedTest
    @CsvSource({"bias, dense_1/bias, true", "dense_1, dense_1/bias, true", "dense, dense_1/bias, false",
        "dense_*, dense_1/bias, true", "*/bias, dense_1/bias, true", "dense_1/*, dense_1/bias, true", "dense_1/bias, dense_1/bias, true",
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
        String text = "{'fascicle': 1, 'data': 'digits', 'network': ['flatten'], 'loss': 'mean_squared_error', 'optimizer': "
                + optimizer + rest + "}";
        return reader.read(text.replace('\'', '"'), "m.json", Map.of()).updates();
    }
}
