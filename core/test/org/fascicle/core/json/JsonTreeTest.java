package org.fascicle.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson's own mapper says what a tree is, and what its text. */
class JsonTreeTest {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"a\":{\"b\":[1,-2,[],{}]},\"c\":null}", "[true,false,null,\"\",\"\\u00e4\\n\\\"\"]",
        "[0,2147483647,2147483648,-9223372036854775808,9223372036854775808,123456789012345678901234567890]",
        "[0.1,1e300,-0.0,1e-320,3.0,1E5]", "\"text\"", "17", "{\"\":{\"\":[[[[1]]]]}}"})
    void aTreeAndItsTextAreTheMappers(String text) throws IOException {
        JsonNode tree = read(text);
        assertEquals(MAPPER.readTree(text), tree);
        assertEquals(MAPPER.writeValueAsString(tree), written(tree));
        assertEquals(tree, read(written(tree)));
    }

    @Test
    void nothingIsTheMissingNode() throws IOException {
        assertTrue(read("  ").isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "[1] 2", "1 ]", "{", "[1,", "{\"a\"", "{\"a\":}", "[1}", "{1:2}", "nul", "NaN"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThrows(JsonProcessingException.class, () -> read(text));
    }

    private static JsonNode read(String text) throws IOException {
        return JsonTree.read(JSON.createParser(text));
    }

    private static String written(JsonNode tree) throws IOException {
        StringWriter text = new StringWriter();
        JsonTree.write(tree, JSON.createGenerator(text));
        return text.toString();
    }
}
