package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final String MODEL = "{'data': {'digits': {'target': 'features'}}, 'training': {'batch_size': 10}}";

    /** The first archives had one input and one output, and did not count the steps of an epoch. */
    @Test
    void theFirstFormIsFilledIn() throws IOException {
        JsonNode manifest =
                migrated("'features': [2, 3], 'target': [], 'target_type': 'int32', 'classes': 3, 'training_rows': 21",
                        MODEL);
        assertEquals(2, manifest.path("fascicle-archive").intValue());
        JsonNode state = manifest.path("state");
        assertEquals(tree("[{'name': 'input', 'features': [2, 3]}]"), state.path("inputs"));
        assertEquals(tree("[{'name': 'output', 'target': [], 'target_type': 'int32', 'classes': 3, 'class_names': []}]"),
                state.path("outputs"));
        assertEquals(tree("true"), state.path("reconstructing"));
        assertEquals(3, state.path("steps_per_epoch").longValue());
    }

    @Test
    void aDefinitionWithoutABatchSizeHadBatchesOf32() throws IOException {
        assertEquals(2, migrated("'training_rows': 33", "{}").path("state").path("steps_per_epoch").longValue());
        assertEquals(1, migrated("'training_rows': 0", "{}").path("state").path("steps_per_epoch").longValue());
        assertEquals(tree("false"), migrated("'training_rows': 0", "{}").path("state").path("reconstructing"));
    }

    @Test
    void whatIsThereStays() throws IOException {
        String state = "'inputs': [], 'outputs': [], 'reconstructing': false, 'steps_per_epoch': 7, 'training_rows': 21";
        assertEquals(tree("{" + state + "}"), migrated(state, MODEL).path("state"));
    }

    private static JsonNode migrated(String state, String model) throws IOException {
        ObjectNode manifest = (ObjectNode) tree("{'fascicle-archive': 1, 'state': {" + state + "}}");
        Migrations.apply(manifest, 1, tree(model));
        // As it is read: a whole number is one, however it was put in.
        return Json.parse(Json.compact(manifest));
    }

    private static JsonNode tree(String json) throws IOException {
        return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
