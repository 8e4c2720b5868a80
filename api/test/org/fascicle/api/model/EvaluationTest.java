package org.fascicle.api.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void keepsWhatItWasMadeOf() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", 1.0);
        metrics.put("accuracy", 0.5);
        double[] values = {1, 2, 3};
        Evaluation evaluation = Evaluation.of(metrics, Map.of("each", Evaluation.Table.of(Shape.of(3), values)));
        metrics.clear();
        values[0] = 9;
        evaluation.tables().get("each").values()[1] = 9;
        assertEquals(List.of("loss", "accuracy"), List.copyOf(evaluation.metrics().keySet()));
        assertArrayEquals(new double[] {1, 2, 3}, evaluation.tables().get("each").values());
        assertThrows(UnsupportedOperationException.class, () -> evaluation.metrics().clear());
    }

    @Test
    void aTableHasAsManyNumbersAsItsShape() {
        assertThrows(IllegalArgumentException.class, () -> Evaluation.Table.of(Shape.of(2, 2), 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> Evaluation.Table.of(Shape.scalar(), 1));
    }
}
