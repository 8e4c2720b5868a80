package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class VariationTest {
    @Test
    void commasSeparateValues() {
        Variation variation = Variation.of("training.batch_size=16, 32,64");
        assertEquals("training.batch_size", variation.path());
        assertEquals(List.of("16", "32", "64"), variation.values());
    }

    @Test
    void commasWithinBracketsAndQuotesDoNot() {
        assertEquals(List.of("{\"adam\":{\"a\":1,\"b\":[1,2]}}", "sgd", "\"x,{\"", "\"\\\",\""),
                Variation.of("optimizer={\"adam\":{\"a\":1,\"b\":[1,2]}},sgd,\"x,{\",\"\\\",\"").values());
    }

    @Test
    void valuesAreJsonOrBareTexts() {
        assertEquals(0.5, Variation.parse("0.5"));
        assertEquals(3, Variation.parse("3"));
        assertEquals("elu", Variation.parse("elu"));
        assertEquals("1 2", Variation.parse("1 2"));
        assertEquals(Map.of("sgd", Map.of("nesterov", true)), Variation.parse("{\"sgd\": {\"nesterov\": true}}"));
    }

    @Test
    void mistakesAreNamed() {
        assertProblem("optimizer", "is not PATH=VALUE");
        assertProblem("=a", "is not PATH=VALUE");
        assertProblem("a=1,,2", "one of its values is empty");
        assertProblem("a=", "one of its values is empty");
        assertProblem("a=@al", "Did you mean '@all'?");
        assertProblem("a={\"b\":1", "its brackets do not match");
        assertProblem("a=\"b", "a quote is not closed");
    }

    private static void assertProblem(String written, String message) {
        String said = assertThrows(InputException.class, () -> Variation.of(written)).getMessage();
        assertTrue(said.startsWith("--vary " + written + ": ") && said.contains(message), said);
    }
}
