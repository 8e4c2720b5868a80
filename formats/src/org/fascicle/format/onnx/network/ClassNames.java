package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Names of classes, as a file's metadata and operators have them. */
final class ClassNames {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ClassNames() {}

    /**
     * Those of an output: of the operator that made it, or of the file's metadata. None if they are not one for each number, or two for one
     * number.
     *
     * @param metadata a JSON list of texts, as {@code export} writes it; null if there is none
     */
    static List<String> of(Source output, @Nullable String metadata) {
        List<String> names = !output.classes().isEmpty() ? output.classes() : metadata == null ? List.of() : read(metadata);
        int numbers = Arrays.stream(output.shape()).reduce(1, (a, b) -> a * b);
        return names.size() == (numbers == 1 ? 2 : numbers) ? names : List.of();
    }

    private static List<String> read(String json) {
        List<String> names = new ArrayList<>();
        try {
            JsonNode list = JSON.readTree(json);
            for (JsonNode name : list) {
                if (!list.isArray() || !name.isTextual()) {
                    return List.of();
                }
                names.add(name.textValue());
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return names;
    }

    /** Those of an operator: texts or numbers. Numbers from 0 on are no names. */
    static List<String> of(@Nullable Object labels) {
        List<String> names = new ArrayList<>();
        boolean counted = true;
        if (labels instanceof List<?> list) {
            for (Object label : list) {
                counted &= label instanceof Number number && number.longValue() == names.size();
                names.add(String.valueOf(label));
            }
        }
        return counted ? List.of() : names;
    }
}
