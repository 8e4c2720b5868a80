package org.fascicle.format.keras;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The JSON of an archive: trees and plain values; no class is bound to it. */
final class Config {
    private static final int DEEPEST = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Config() {}

    static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    static String text(JsonNode node) {
        return node.toString();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The tree of plain values. */
    static JsonNode of(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The plain value of a tree, whose whole numbers are integers where they fit. */
    static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
            return map;
        } else if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(item)));
            return list;
        }
        return node.isNull() || node.isMissingNode() ? null : node.isTextual() ? node.textValue()
                : node.isBoolean() ? (Object) node.booleanValue() : node.numberValue();
    }

    /** One of Keras's objects, as its archives write them. */
    static ObjectNode object(String module, String type, ObjectNode config) {
        ObjectNode object = object().put("module", module).put("class_name", type);
        object.set("config", config);
        object.putNull("registered_name");
        return object;
    }
}
