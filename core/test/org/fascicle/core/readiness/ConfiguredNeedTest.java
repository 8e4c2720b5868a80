package org.fascicle.core.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ConfiguredNeedTest {
    @Test
    void allKeysAreRead() {
        ConfiguredNeed need = need("id", "gate", "file", " model.json ", "purpose", "training", "backend", "jit", "precision",
                "bfloat16");
        assertEquals("gate", need.id());
        assertEquals("model.json", need.definition().orElseThrow().label());
        assertEquals(Optional.empty(), need.archive());
        assertEquals(Purpose.TRAINING, need.purpose());
        assertEquals(Optional.of("jit"), need.settings().backend());
        assertEquals(Optional.of(Precision.BFLOAT16), need.settings().precision());
    }

    @Test
    void mostMayBeLeftOut() {
        ConfiguredNeed need = need("id", "gate", "archive", "model.fasc", "backend", "");
        assertEquals(Optional.of(Path.of("model.fasc")), need.archive());
        assertEquals(Purpose.PREDICTION, need.purpose());
        assertEquals(Optional.empty(), need.settings().backend());
        assertEquals(Optional.empty(), need.settings().precision());
    }

    @Test
    void whatIsWrongIsSaidWithItsKey() {
        refused("the configuration fascicle.model~one: it has no 'id'. Give it the id that the condition is to have",
                () -> need().id());
        refused("the configuration fascicle.model~one: at purpose: must be one of prediction, training, not trainin. Did you mean"
                + " 'training'?", () -> need("purpose", "trainin").purpose());
        refused("the configuration fascicle.model~one: at file: must be a text, not 3 of java.lang.Integer",
                () -> need("file", 3).definition());
        refused("the configuration fascicle.model~one: at archive: \"a\\u0000b\" is no path",
                () -> need("archive", "a\0b").archive());
    }

    @Test
    void aNeedNamesOneModel() {
        refused("it names no model. Give either an archive or a definition", () -> Wish.of(need("id", "a")));
        refused("it names an archive and a definition, and only one can be meant. Give either an archive or a definition",
                () -> Wish.of(need("id", "a", "file", "a.json", "archive", "a.fasc")));
        refused("its id is 'true', and that is the framework's own condition. Choose another id",
                () -> Wish.of(need("id", "true", "file", "a.json")));
        assertTrue(assertThrows(InputException.class, () -> Wish.of(need("id", "a", "archive", "none.fasc"))).getMessage()
                .contains("none.fasc: there is no such archive"));
    }

    private static ConfiguredNeed need(Object... keysAndValues) {
        Map<String, Object> properties = new HashMap<>(Map.of("service.pid", "fascicle.model~one"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ConfiguredNeed(properties);
    }

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(InputException.class, action).getMessage());
    }
}
