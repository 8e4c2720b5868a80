package org.fascicle.builder;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;

/** From values to the text of a model file and back, and to what the platform reads in it. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private Json() {}

    static String text(ModelBuilder model) {
        try {
            return MAPPER.writeValueAsString(model.definition().tree().orElseThrow());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> tree(String text) {
        try {
            return MAPPER.readValue(text, TREE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    static ModelSpec spec(ModelBuilder model) {
        return spec(text(model), "a test");
    }

    static ModelSpec spec(String text, String source) {
        return new ModelReader(Installed.techniques()).read(ModelText.of(text, source));
    }
}
