package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class WindowTest {
    private final Shape image = Shape.batch(7, 10, 3);
    private final Expr x = Expressions.input("x", Type.REAL, image);
    private final Expr kernel = Expressions.variable("k", Type.REAL, Shape.of(3, 2, 3, 8));

    @Test
    void staysInside() {
        assertEquals(Shape.batch(5, 9, 3), Window.of(3, 2).over(image));
        assertEquals(Shape.batch(3, 3, 3), Window.of(3, 2).strides(2, 4).over(image));
        assertEquals(Shape.batch(1, 6, 3), Window.of(3, 2).dilations(3, 4).over(image));
        assertEquals(Shape.of(2, 7, 10, 3), Window.of(1, 1).over(Shape.of(2, 7, 10, 3)));
    }

    // Keras: extents over strides, rounded up; the odd cell of padding lies behind.
    @Test
    void sameRoundsUpAndPadsBehind() {
        for (int stride = 1; stride <= 4; stride++) {
            Shape over = Window.of(4, 3).strides(stride, stride).same(image).over(image);
            assertEquals(Shape.batch((7 + stride - 1) / stride, (10 + stride - 1) / stride, 3), over);
        }
        Window window = Window.of(4, 3).same(image);
        assertArrayEquals(new int[] {1, 1}, window.low());
        assertArrayEquals(new int[] {2, 1}, window.high());
        assertTrue(window.isPadded());
        assertFalse(Window.of(1, 1).strides(3, 3).same(image).isPadded());
        assertArrayEquals(new int[] {3, 0}, Window.of(4, 1).dilations(2, 1).same(image).low());
    }

    @Test
    void listsHaveTwoNumbersOrOneForBoth() {
        assertEquals(Window.of(2, 3).strides(4, 4).dilations(1, 2),
                Window.of(List.of(2, 3)).strides(List.of(4)).dilations(List.of(1, 2)));
        assertThrows(ShapeException.class, () -> Window.of(List.of()));
        assertThrows(ShapeException.class, () -> Window.of(List.of(1, 2, 3)));
    }

    @Test
    void attributesDescribeIt() {
        Window window = Window.of(2, 3).strides(4, 5).dilations(6, 7).padding(new int[] {8, 9}, new int[] {10, 11});
        assertEquals(window, Window.of(window.attributes()));
        assertEquals(6, window.size());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        String message = assertThrows(ShapeException.class, () -> Window.of(8, 2).over(image)).getMessage();
        assertEquals("a window of [8, 2] does not fit into [rows, 7, 10, 3]", message);
        assertThrows(ShapeException.class, () -> Window.of(2, 2).over(Shape.batch(7, 10)));
        assertThrows(ShapeException.class, () -> Window.of(2, 2).over(Shape.of(7, Shape.ROWS, 10, 3)));
        assertThrows(ShapeException.class, () -> Window.of(0, 2));
        assertThrows(ShapeException.class, () -> Window.of(1, 2).strides(0, 1));
        assertThrows(ShapeException.class, () -> Window.of(1, 2).padding(new int[] {-1, 0}, new int[2]));
        assertThrows(ShapeException.class, () -> Window.of(Integer.MAX_VALUE, 1).dilations(9, 1).same(image));
        assertThrows(ShapeException.class, () -> Expressions.maxPool(x, Window.of(Integer.MAX_VALUE, 1).dilations(9, 1)));
    }

    @Test
    void convolutionsHaveTheShapesOfTheTable() {
        Window window = Window.of(3, 2).strides(2, 1);
        Expr y = Expressions.conv2d(x, kernel, window);
        assertEquals(Shape.batch(3, 9, 8), y.shape());
        Attributes a = window.attributes();
        assertEquals(image, Primitives.CONV_GRAD_INPUT.apply(List.of(y, kernel), a.with("shape", image)).shape());
        assertEquals(kernel.shape(),
                Primitives.CONV_GRAD_KERNEL.apply(List.of(x, y), a.with("shape", kernel.shape())).shape());
        refused(Primitives.CONV, List.of(x, kernel), Window.of(2, 2).attributes());
        refused(Primitives.CONV, List.of(y, kernel), a);
        refused(Primitives.CONV_GRAD_INPUT, List.of(x, kernel), a.with("shape", image));
        refused(Primitives.CONV_GRAD_KERNEL, List.of(x, x), a.with("shape", kernel.shape()));
    }

    @Test
    void poolingHasTheShapesOfTheTable() {
        Window window = Window.of(3, 2);
        Expr y = Expressions.maxPool(x, window);
        Attributes a = window.attributes();
        assertEquals(window.over(image), y.shape());
        assertEquals(y.shape(), Expressions.sumPool(x, window).shape());
        assertEquals(image, Primitives.MAX_POOL_GRAD.apply(List.of(x, y), a).shape());
        assertEquals(image, Primitives.SUM_POOL_GRAD.apply(List.of(y), a.with("shape", image)).shape());
        refused(Primitives.MAX_POOL, List.of(x), window.dilations(2, 1).attributes());
        refused(Primitives.MAX_POOL, List.of(x), window.padding(new int[] {0, 2}, new int[2]).attributes());
        refused(Primitives.MAX_POOL_GRAD, List.of(x, x), a);
        refused(Primitives.SUM_POOL_GRAD, List.of(x), a.with("shape", image));
    }

    private static void refused(Primitive op, List<Expr> operands, Attributes attributes) {
        assertThrows(ShapeException.class, () -> op.apply(operands, attributes));
    }
}
