package org.fascicle.api.expr;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.logSumExp;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sort;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class ExpressionsTest {
    private static final Expr BATCH = input("x", Type.REAL, Shape.batch(4, 3));

    @Test
    void operandsAreBroadcastAtTheirLastAxes() {
        assertEquals(Shape.of(2, 5, 3), shape(Shape.of(5, 1), Shape.of(2, 1, 3)));
        assertEquals(Shape.batch(3), shape(Shape.batch(1), Shape.of(3)));
        assertEquals(Shape.batch(3), shape(Shape.of(1, 3), Shape.batch(3)));
        assertEquals(Shape.of(0), shape(Shape.of(1), Shape.of(0)));
        assertEquals("shapes do not fit together: [2, 3] and [4]",
                assertThrows(ShapeException.class, () -> shape(Shape.of(2, 3), Shape.of(4))).getMessage());
        assertThrows(ShapeException.class, () -> shape(Shape.batch(3), Shape.of(2, 3)));
    }

    @Test
    void aNumberTakesTheTypeBesideIt() {
        Expr index = input("i", Type.INT32, Shape.of(2));
        Expr sum = index.add(1);
        assertEquals(Type.INT32, sum.type());
        assertEquals(Type.INT32, sum.operands().get(1).operands().get(0).attributes().type("type"));
        assertEquals(Type.INT32, maximum(index, 0).type());
        assertEquals(Type.INT32, where(index.gt(0), 7, index).type());
        assertEquals(Type.BOOL, index.le(3).type());
        assertEquals("types differ: int32 [2], real [2]",
                assertThrows(ShapeException.class, () -> index.add(constant(1))).getMessage());
    }

    @Test
    void axesChangePlaces() {
        assertEquals(Shape.batch(3, 4), Expressions.swapAxes(BATCH, -1, 1).shape());
        assertSame(BATCH, Expressions.swapAxes(BATCH, 2, -1));
        assertEquals(Shape.batch(2, 3), Expressions.slice(BATCH, -2, 1, 3).shape());
    }

    @Test
    void whatIsAlignedMeetsALargerShape() {
        Shape image = Shape.batch(8, 9, 5);
        assertEquals(Shape.of(5), Expressions.align(input("c", Type.REAL, Shape.of(5)), image, -1).shape());
        assertEquals(Shape.of(8, 1, 1), Expressions.align(input("h", Type.REAL, Shape.of(8)), image, 1).shape());
        assertEquals(Shape.of(8, 1, 5), Expressions.align(input("p", Type.REAL, Shape.of(8, 5)), image, 3, 1).shape());
        assertEquals(Shape.scalar(), Expressions.align(constant(1), image).shape());
        assertEquals("[8] cannot lie along 2 axes of [rows, 8, 9, 5]", assertThrows(ShapeException.class,
                () -> Expressions.align(input("h", Type.REAL, Shape.of(8)), image, 1, 2)).getMessage());
    }

    @Test
    void aTransposedConvolutionUndoesTheShapes() {
        Window window = Window.of(3, 2).strides(2, 1);
        Expr kernel = input("k", Type.REAL, Shape.of(3, 2, 4, 7));
        Shape images = Shape.batch(9, 6, 4);
        Shape places = Expressions.conv2d(input("i", Type.REAL, images), kernel, window).shape();
        assertEquals(Shape.batch(4, 5, 7), places);
        assertEquals(images, Expressions.conv2dTranspose(input("y", Type.REAL, places), kernel, window, images).shape());
        assertThrows(ShapeException.class, () -> Expressions.conv2dTranspose(
                input("y", Type.REAL, places), kernel, window, images.with(1, 11)));
    }

    @Test
    void lessThanIsGreaterThanTheOtherWayRound() {
        Expr a = input("a", Type.REAL, Shape.of(2));
        Expr b = input("b", Type.REAL, Shape.of(2));
        assertSame(Primitives.GT, a.lt(b).op());
        assertEquals(List.of(b, a), a.lt(b).operands());
        assertSame(Primitives.GE, a.le(b).op());
    }

    @Test
    void whatChangesNothingMakesNoNode() {
        assertSame(BATCH, BATCH.cast(Type.REAL));
        assertSame(BATCH, Expressions.reshape(BATCH, BATCH.shape()));
        assertSame(BATCH, Expressions.broadcast(BATCH, BATCH.shape()));
        assertSame(BATCH, Expressions.concat(List.of(BATCH), 1));
    }

    @Test
    void sortsWithinEachRow() {
        Expr sorted = sort(BATCH);
        assertEquals(BATCH.shape(), sorted.shape());
        assertSame(Primitives.GATHER, sorted.op());
        assertEquals(2, sorted.attributes().integer("axis"));
        assertEquals(2, sorted.attributes().integer("batch"));
        assertThrows(ShapeException.class, () -> sort(constant(1)));
    }

    @Test
    void countsAreConstantsUnlessTheRowsAreAmongThem() {
        assertEquals(12.0, count(BATCH.shape(), 1, 2).attributes().number("value"));
        assertSame(Primitives.SCALAR, count(BATCH.shape(), 0).op());
        Expr all = count(BATCH.shape());
        assertSame(Primitives.MUL, all.op());
        assertEquals(Shape.scalar(), all.shape());
        assertEquals(Shape.batch(3), mean(BATCH, 1).shape());
        assertEquals(Shape.of(1, 1, 3), Expressions.meanKeep(BATCH, 0, 1).shape());
    }

    @Test
    void compositesAreDecomposedIntoTheirOwnShapeAndType() {
        for (Expr whole : List.of(softplus(BATCH), sigmoid(BATCH), softmax(BATCH), logSoftmax(BATCH), logSumExp(BATCH))) {
            Expr parts = whole.op().decomposition().orElseThrow().apply(whole);
            assertEquals(whole.shape(), parts.shape(), whole.toString());
            assertEquals(whole.type(), parts.type(), whole.toString());
            assertTrue(isPlain(parts), whole.toString());
        }
        assertEquals(Shape.batch(4), logSumExp(BATCH).shape());
        assertThrows(ShapeException.class, () -> logSumExp(constant(1)));
    }

    @Test
    void requirementsSpeak() {
        Expressions.require(true, "never said");
        assertEquals("alpha must be > 0",
                assertThrows(IllegalArgumentException.class, () -> Expressions.require(false, "alpha must be > 0")).getMessage());
    }

    // softmax is made of log_softmax's parts, so none of the decompositions may hold a composite.
    private static boolean isPlain(Expr e) {
        return e.op().decomposition().isEmpty() && e.operands().stream().allMatch(ExpressionsTest::isPlain);
    }

    private static Shape shape(Shape a, Shape b) {
        return input("a", Type.REAL, a).add(input("b", Type.REAL, b)).shape();
    }
}
