package org.fascicle.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.regularizer.l1.L1;
import org.fascicle.regularizer.l1l2.L1L2;
import org.fascicle.regularizer.l2.L2;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

class RegularizersTest {
    /** Absolute values sum to 6.5, squares to 14.25. */
    private static final double[] WEIGHTS = {1, -2, 3, 0, -0.5, 0};

    @Test
    void l1SumsAbsoluteValues() {
        assertEquals(0.065, penalty(made(L1.class, Map.of())), 1e-15);
        assertEquals(3.25, penalty(new L1(0.5)), 1e-15);
    }

    @Test
    void l2SumsSquaresWithoutAHalf() {
        assertEquals(0.1425, penalty(made(L2.class, Map.of())), 1e-15);
        assertEquals(0.001425, penalty(new L2(1e-4)), 1e-17);
    }

    @Test
    void l1L2AddsBoth() {
        assertEquals(0, penalty(made(L1L2.class, Map.of())), 0);
        assertEquals(3.25 + 1.425, penalty(new L1L2(0.5, 0.1)), 1e-14);
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("l1: a number in [0,inf) = 0.01"), Described.options(L1.class));
        assertEquals(List.of("l2: a number in [0,inf) = 0.01"), Described.options(L2.class));
        assertEquals(List.of("l1: a number in [0,inf) = 0.0", "l2: a number in [0,inf) = 0.0"),
                Described.options(L1L2.class));
        assertEquals(List.of("regularizer l1", "regularizer l2", "regularizer l1_l2"),
                List.of(Described.identity(L1.class), Described.identity(L2.class), Described.identity(L1L2.class)));
    }

    @Test
    void negativePenaltiesAreRefused() {
        assertEquals("l2", assertThrows(OptionException.class, () -> made(L2.class, Map.of("l2", -1e-9))).option());
    }

    private static Regularizer made(Class<?> technique, Map<String, ?> options) {
        return (Regularizer) TechniqueType.of(technique).create(options);
    }

    private static double penalty(Regularizer regularizer) {
        Tensors tensors = new Tensors(1);
        Expr penalty = regularizer.penalty(tensors.real(Shape.of(2, 3), WEIGHTS), new TestPlace(tensors).scope());
        assertEquals(Shape.scalar(), penalty.shape());
        return tensors.evaluate(penalty)[0];
    }
}
