package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final Shape IMAGE = Shape.batch(28, 14);

    @Test
    void axesCountFromEitherEnd() {
        assertEquals(3, IMAGE.rank());
        assertEquals(Shape.ROWS, IMAGE.extent(0));
        assertEquals(14, IMAGE.extent(-1));
        assertEquals(1, IMAGE.axis(-2));
        assertEquals("there is no axis 3 in [rows, 28, 14]",
                assertThrows(ShapeException.class, () -> IMAGE.extent(3)).getMessage());
        assertThrows(ShapeException.class, () -> IMAGE.axis(-4));
        assertThrows(ShapeException.class, () -> Shape.scalar().axis(0));
    }

    @Test
    void refusesExtentsThatNoTensorHas() {
        assertEquals("an extent must not be negative: [3, -2]",
                assertThrows(ShapeException.class, () -> Shape.of(3, -2)).getMessage());
        assertEquals("only one extent can be the batch's rows: [-1, 2, -1]",
                assertThrows(ShapeException.class, () -> Shape.of(Shape.ROWS, 2, Shape.ROWS)).getMessage());
        assertThrows(ShapeException.class, () -> IMAGE.prepend(Shape.ROWS));
    }

    @Test
    void countsElementsWithAndWithoutRows() {
        assertEquals(1, Shape.scalar().size());
        assertEquals(0, Shape.of(3, 0).size());
        assertEquals(28 * 14, IMAGE.sizePerRow());
        assertEquals(5 * 28 * 14, IMAGE.size(5));
        assertEquals("the size of [rows, 28, 14] depends on the batch",
                assertThrows(ShapeException.class, IMAGE::size).getMessage());
        int much = Integer.MAX_VALUE;
        assertEquals((long) much * much, Shape.of(much, much).size());
        assertTrue(assertThrows(ShapeException.class, () -> Shape.of(much, much, much).size()).getMessage()
                .endsWith("has too many elements"));
    }

    @Test
    void makesOtherShapesAndStaysAsItIs() {
        assertTrue(IMAGE.isBatched());
        assertEquals(0, IMAGE.rowsAxis());
        assertEquals(1, Shape.of(3, Shape.ROWS).rowsAxis());
        assertEquals(Shape.of(7, 28, 14), IMAGE.withRows(7));
        assertSame(Shape.of(2).getClass(), Shape.of(2).withRows(9).getClass());
        assertEquals(Shape.of(2), Shape.of(2).withRows(9));
        assertEquals(Shape.of(28, 14), IMAGE.withoutFirst());
        assertEquals(Shape.batch(28), IMAGE.drop(-1));
        assertEquals(Shape.batch(28, 1), IMAGE.with(-1, 1));
        assertEquals(IMAGE, Shape.of(28, 14).prepend(Shape.ROWS));
        assertEquals(Shape.batch(28, 3, 14), IMAGE.insert(2, 3));
        assertEquals(Shape.batch(28, 14, 3), IMAGE.insert(3, 3));
        assertEquals("there is no place 4 for one more axis in [rows, 28, 14]",
                assertThrows(ShapeException.class, () -> IMAGE.insert(4, 3)).getMessage());
        assertEquals("[rows, 28, 14]", IMAGE.toString());
        assertEquals("[]", Shape.scalar().toString());
        assertFalse(Shape.of(28, 14).isBatched());
    }

    @Test
    void arraysAreCopied() {
        int[] extents = {2, 3};
        Shape shape = Shape.of(extents);
        extents[0] = 9;
        shape.toArray()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, shape.toArray());
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
    }
}
