package org.fascicle.builder;

import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Losses.meanSquaredError;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

/** There is a method for every key that the platform knows: it names them where it meets one that it does not know. */
class KeysTest {
    private static final String UNKNOWN = "zzzzzzzzzzzz";
    private static final ModelBuilder SMALL =
            model(dense(10)).data(digits().validation(9)).loss(meanSquaredError()).optimizer(sgd());

    /** Keys that a method of another name writes; the version of the form needs none. */
    private static final Map<String, String> OTHERS = Map.of("inputs", "input", "network", "layers", "loss_weights", "lossWeight",
            "gradient_transforms", "updates", "fascicle", "model", "match", "parameters");

    @Test
    void ofModels() {
        assertMethods(SMALL.with(UNKNOWN, 1), ModelBuilder.class, Set.of("training"));
    }

    @Test
    void ofTraining() {
        assertMethods(SMALL.training(UNKNOWN, 1), ModelBuilder.class, Set.of());
    }

    @Test
    void ofEarlyStopping() {
        assertMethods(SMALL.training("early_stopping", Map.of(UNKNOWN, 1)), EarlyStopping.class, Set.of());
    }

    @Test
    void ofParameterGroups() {
        assertMethods(SMALL.with("parameter_groups", List.of(Map.of(UNKNOWN, 1))), ParameterGroup.class, Set.of());
    }

    private static void assertMethods(ModelBuilder wrong, Class<?> type, Set<String> elsewhere) {
        InputException problem = assertThrows(InputException.class, () -> Json.spec(wrong));
        assertTrue(problem.problem().contains("unknown") && problem.remedy().startsWith("Known: "), problem.getMessage());
        Set<String> missing = new TreeSet<>(List.of(problem.remedy().substring("Known: ".length()).split(", ")));
        Set<String> methods =
                Arrays.stream(type.getMethods()).map(method -> method.getName().toLowerCase()).collect(Collectors.toSet());
        missing.removeIf(key -> methods.contains(OTHERS.getOrDefault(key, key.replace("_", "")).toLowerCase()));
        missing.removeAll(elsewhere);
        assertEquals(Set.of(), missing);
    }
}
