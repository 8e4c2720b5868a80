package org.fascicle.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.constraint.minmaxnorm.MinMaxNorm;
import org.fascicle.constraint.nonneg.NonNeg;
import org.fascicle.constraint.unitnorm.UnitNorm;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

class NormsTest {
    // Columns of the norms 5, 1, 0 and 2.
    private static final double[] WEIGHTS = {3, 0.6, 0, 2, -4, 0.8, 0, 0};
    private static final double[] NORMS = {5, 1, 0, 2};

    @Test
    void negativeWeightsBecomeZero() {
        assertArrayEquals(new double[] {3, 0.6, 0, 2, 0, 0.8, 0, 0}, project(made(NonNeg.class, Map.of())), 0);
    }

    @Test
    void columnsAreScaledToOne() {
        assertArrayEquals(scaled(1, 1, 1, 1), project(made(UnitNorm.class, Map.of())), 1e-15);
        double[] rows = WEIGHTS.clone();
        for (int i = 0; i < 8; i++) {
            rows[i] /= Math.sqrt(i < 4 ? 13.36 : 16.64) + 1e-7;
        }
        assertArrayEquals(rows, project(made(UnitNorm.class, Map.of("axis", List.of(1)))), 1e-15);
        assertThrows(ShapeException.class, () -> project(made(UnitNorm.class, Map.of("axis", List.of(2)))));
    }

    @Test
    void columnsAreScaledBetweenBounds() {
        assertArrayEquals(scaled(1, 1, 0, 1), project(made(MinMaxNorm.class, Map.of())), 1e-15);
        assertArrayEquals(scaled(3, 1.5, 1.5, 2),
                project(made(MinMaxNorm.class, Map.of("min_value", 1.5, "max_value", 3.0))), 1e-15);
    }

    @Test
    void aRateGoesPartOfTheWay() {
        assertArrayEquals(scaled(0.25 * 3 + 0.75 * 5, 0.25 * 1.5 + 0.75, 0, 2),
                project(made(MinMaxNorm.class, Map.of("min_value", 1.5, "max_value", 3.0, "rate", 0.25))), 1e-15);
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of(), Described.options(NonNeg.class));
        assertEquals(List.of("axis: a list of whole numbers = 0"), Described.options(UnitNorm.class));
        assertEquals(List.of("min_value: a number in [0,inf) = 0.0", "max_value: a number in [0,inf) = 1.0",
                "rate: a number in [0,1] = 1.0", "axis: a list of whole numbers = 0"), Described.options(MinMaxNorm.class));
        assertEquals("constraint non_neg", Described.identity(NonNeg.class));
        assertEquals("constraint unit_norm", Described.identity(UnitNorm.class));
        assertEquals("constraint min_max_norm", Described.identity(MinMaxNorm.class));
        assertThrows(OptionException.class, () -> made(MinMaxNorm.class, Map.of("min_value", 2.0)));
    }

    private static double[] scaled(double... wanted) {
        double[] scaled = WEIGHTS.clone();
        for (int i = 0; i < 8; i++) {
            scaled[i] *= wanted[i % 4] / (NORMS[i % 4] + 1e-7);
        }
        return scaled;
    }

    private static Constraint made(Class<?> technique, Map<String, ?> options) {
        return (Constraint) TechniqueType.of(technique).create(options);
    }

    private static double[] project(Constraint constraint) {
        Tensors tensors = new Tensors(1);
        return tensors.evaluate(constraint.project(tensors.real(Shape.of(2, 4), WEIGHTS), new TestPlace(tensors).scope()));
    }
}
