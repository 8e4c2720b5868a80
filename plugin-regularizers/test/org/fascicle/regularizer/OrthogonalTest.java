package org.fascicle.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.regularizer.orthogonal.Orthogonal;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

class OrthogonalTest {
    // Rows (3, 4), (4, −3), (0, −2): cosines 0, −0.8, 0.6. Columns (3, 4, 0), (4, −3, −2): cosine 0.
    private static final double[] WEIGHTS = {3, 4, 4, -3, 0, -2};

    @Test
    void itIsTheMeanCosineBetweenRows() {
        assertEquals(0.01 * 1.4 / 3, penalty(Map.of(), Shape.of(3, 2), WEIGHTS), 1e-16);
        assertEquals(1.4 / 3, penalty(Map.of("factor", 1.0, "mode", "rows"), Shape.of(3, 2), WEIGHTS), 1e-15);
    }

    // Rows of the transposed matrix are columns of the first.
    @Test
    void orBetweenColumns() {
        assertEquals(0, penalty(Map.of("mode", "columns"), Shape.of(3, 2), WEIGHTS), 1e-16);
        assertEquals(1.4 / 3, penalty(Map.of("factor", 1.0, "mode", "columns"), Shape.of(2, 3), 3, 4, 0, 4, -3, -2), 1e-15);
    }

    @Test
    void whatHasNoDirectionCostsNothing() {
        assertEquals(0, penalty(Map.of(), Shape.of(2, 2), 0, 0, 1, 2), 0);
        assertEquals(0, penalty(Map.of(), Shape.of(1, 2), 1, 2), 0);
    }

    @Test
    void onlyMatricesHaveRows() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> penalty(Map.of(), Shape.of(2), 1, 2)).getMessage();
        assertTrue(message.contains("[2]"), message);
    }

    @Test
    void optionsAreKeras() {
        assertEquals("regularizer orthogonal", Described.identity(Orthogonal.class));
        assertEquals(List.of("factor: a number in [0,inf) = 0.01", "mode: one of rows, columns = rows"),
                Described.options(Orthogonal.class));
    }

    private static double penalty(Map<String, ?> options, Shape shape, double... weights) {
        Tensors tensors = new Tensors(1);
        Regularizer regularizer = (Regularizer) TechniqueType.of(Orthogonal.class).create(options);
        return tensors.evaluate(regularizer.penalty(tensors.real(shape, weights), new TestPlace(tensors).scope()))[0];
    }
}
