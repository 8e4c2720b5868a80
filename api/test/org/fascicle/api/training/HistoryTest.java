package org.fascicle.api.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void keepsOrderAndACopy() {
        Map<String, List<Double>> metrics = new LinkedHashMap<>();
        metrics.put("loss", new ArrayList<>(List.of(2.0, 1.0)));
        metrics.put("accuracy", List.of(0.5, 0.75));
        History history = History.of(metrics);
        metrics.get("loss").add(0.5);
        metrics.remove("accuracy");
        assertEquals(List.of("loss", "accuracy"), List.copyOf(history.values().keySet()));
        assertEquals(2, history.epochs());
        assertEquals(1.0, history.value("loss", 1));
        assertThrows(UnsupportedOperationException.class, () -> history.values().clear());
    }

    @Test
    void whatIsNotThereIsNaN() {
        History history = History.of(Map.of("loss", List.of(2.0)));
        assertEquals(Double.NaN, history.value("loss", 1));
        assertEquals(Double.NaN, history.value("loss", -1));
        assertEquals(Double.NaN, history.value("auc", 0));
        assertEquals(0, History.of(Map.of()).epochs());
    }
}
