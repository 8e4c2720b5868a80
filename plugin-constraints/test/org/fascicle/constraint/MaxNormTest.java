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
import org.fascicle.constraint.maxnorm.MaxNorm;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

class MaxNormTest {
    // Columns of the norms 5, 1, 0 and 2.
    private static final double[] WEIGHTS = {3, 0.6, 0, 2, -4, 0.8, 0, 0};

    @Test
    void columnsAreScaledBackToTheGreatestNorm() {
        double long5 = 2 / (5 + 1e-7);
        double short1 = 1 / (1 + 1e-7);
        double exact2 = 2 / (2 + 1e-7);
        assertArrayEquals(new double[] {3 * long5, 0.6 * short1, 0, 2 * exact2, -4 * long5, 0.8 * short1, 0, 0},
                project(made(Map.of())), 1e-15);
    }

    @Test
    void rowsAreToo() {
        double[] norms = {Math.sqrt(9 + 0.36 + 4), Math.sqrt(16 + 0.64)};
        double[] expected = WEIGHTS.clone();
        for (int i = 0; i < 8; i++) {
            expected[i] *= 1.5 / (norms[i / 4] + 1e-7);
        }
        assertArrayEquals(expected, project(made(Map.of("max_value", 1.5, "axis", List.of(1)))), 1e-15);
        assertArrayEquals(expected, project(made(Map.of("max_value", 1.5, "axis", List.of(-1)))), 1e-15);
    }

    // One filter with the norm 10 over its four weights, one with the norm 1.
    @Test
    void filtersAreScaledOverSeveralAxes() {
        double[] kernel = {5, 0.5, -5, 0.5, 5, -0.5, 5, 0.5};
        double[] expected = new double[8];
        for (int i = 0; i < 8; i++) {
            double norm = i % 2 == 0 ? 10 : 1;
            expected[i] = kernel[i] * Math.min(norm, 2) / (norm + 1e-7);
        }
        Tensors tensors = new Tensors(1);
        for (List<Integer> axes : List.of(List.of(0, 1, 2), List.of(-2, 1, 0))) {
            assertArrayEquals(expected, tensors.evaluate(made(Map.of("axis", axes))
                    .project(tensors.real(Shape.of(2, 2, 1, 2), kernel), new TestPlace(tensors).scope())), 1e-15);
        }
        assertThrows(OptionException.class, () -> made(Map.of("axis", List.of())));
    }

    @Test
    void anAxisThatIsNotThereIsRefused() {
        assertThrows(ShapeException.class, () -> project(made(Map.of("axis", List.of(2)))));
    }

    @Test
    void optionsAreKeras() {
        assertEquals("constraint max_norm", Described.identity(MaxNorm.class));
        assertEquals(List.of("max_value: a number in (0,inf) = 2.0", "axis: a list of whole numbers = 0"),
                Described.options(MaxNorm.class));
        assertThrows(OptionException.class, () -> made(Map.of("max_value", 0.0)));
    }

    private static Constraint made(Map<String, ?> options) {
        return (Constraint) TechniqueType.of(MaxNorm.class).create(options);
    }

    private static double[] project(Constraint constraint) {
        Tensors tensors = new Tensors(1);
        return tensors.evaluate(constraint.project(tensors.real(Shape.of(2, 4), WEIGHTS), new TestPlace(tensors).scope()));
    }
}
