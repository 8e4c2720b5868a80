package org.fascicle.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.metric.accuracy.Accuracy;
import org.fascicle.testing.Techniques;

/** Of which metrics more is better: of all, but errors, and tables that are no grade. */
class DirectionTest {
    private static final Set<String> ERRORS = Set.of("mean_absolute_error", "mean_squared_error");
    private static final Set<String> TABLES = Set.of("confusion_matrix");

    @Test
    void eachMetricSaysWhichWayIsBetter() {
        Map<String, Direction> expected = new TreeMap<>();
        Map<String, Direction> said = new TreeMap<>();
        for (Class<?> technique : Techniques.beside(Accuracy.class)) {
            TechniqueType type = TechniqueType.of(technique);
            said.put(type.name(), ((Metric) type.create(Map.of())).direction());
            expected.put(type.name(), ERRORS.contains(type.name()) ? Direction.DOWN
                    : TABLES.contains(type.name()) ? Direction.NONE : Direction.UP);
        }
        assertEquals(expected, said);
        assertEquals(13, said.size());
    }
}
