package org.fascicle.dashboard.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTextTest {
    @Test
    void nameAndOptionsBecomeWhatModelFilesWrite() {
        assertEquals("\"adam\"", OptimizerText.of("adam", " "));
        assertEquals("{\"adam\":{\"beta_1\":0.8}}", OptimizerText.of("adam", "{ \"beta_1\": 0.8 }"));
        assertEquals("\"com.example:\\\"x\"", OptimizerText.of("com.example:\"x", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "{\"a\":", "beta_1=0.8", "\"adam\""})
    void otherOptionsAreRefusedWithAnExample(String options) {
        InputException refused = assertThrows(InputException.class, () -> OptimizerText.of("adam", options));
        assertTrue(String.valueOf(refused.remedy()).contains("{\"learning_rate\": 0.01}"), refused.getMessage());
    }

    @Test
    void aRateIsANumber() {
        assertEquals("0.01", OptimizerText.rate(" 1e-2 "));
        for (String text : new String[] {"", "fast", "NaN", "Infinity", "0,1"}) {
            assertTrue(
                    assertThrows(InputException.class, () -> OptimizerText.rate(text)).getMessage().contains("'" + text + "'"));
        }
    }

    @Test
    void aScheduleIsSeenInAllItsForms() {
        assertTrue(OptimizerText.isScheduled("{\"optimizer\": {\"adam\": {\"learning_rate\": {\"power\": {}}}}}"));
        assertTrue(OptimizerText.isOptimizerScheduled("{\"adam\": {\"learning_rate\": \"power\"}, \"version\": \"[1,2)\"}"));
        assertFalse(OptimizerText.isOptimizerScheduled("{\"adam\": {\"learning_rate\": 0.1}}"));
        assertFalse(OptimizerText.isScheduled("{\"optimizer\": \"adam\"}"));
        assertFalse(OptimizerText.isScheduled("{}"));
        assertFalse(OptimizerText.isOptimizerScheduled("adam"));
    }
}
