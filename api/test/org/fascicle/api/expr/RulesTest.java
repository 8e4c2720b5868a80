package org.fascicle.api.expr;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.argsort;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Types and shapes of results, and refusals of operands that do not fit. */
class RulesTest {
    private static final Expr BATCH = real(Shape.batch(6));
    private static final Expr MATRIX = real(Shape.of(2, 6));
    private static final Expr INDEX = input("i", Type.INT32, Shape.of(3));
    private static final Expr TRUTH = input("b", Type.BOOL, Shape.of(2, 6));

    @Test
    void everyPrimitiveIsFoundByItsName() {
        assertFalse(Primitives.all().isEmpty());
        for (Primitive primitive : Primitives.all()) {
            assertSame(primitive, Primitives.named(primitive.name()).orElseThrow());
        }
        assertTrue(Primitives.named("no_such").isEmpty());
    }

    @Test
    void typesMustFit() {
        refused("needs real operands: int32 [3]", () -> sqrt(INDEX));
        refused("needs real or int32 operands: bool [2, 6], bool [2, 6]", () -> TRUTH.add(TRUTH));
        refused("needs bool operands: real [2, 6]", MATRIX::not);
        refused("types differ: real [3], int32 [3]", () -> real(Shape.of(3)).add(INDEX));
        refused("'where' needs a bool condition: real [2, 6], real [2, 6], real [2, 6]", () -> where(MATRIX, MATRIX, MATRIX));
        refused("types differ: real [2, 6], bool [2, 6]", () -> where(TRUTH, MATRIX, TRUTH));
        refused("argmax needs a real operand: int32 [3]", () -> argmax(INDEX, 0));
        refused("a reduction needs numbers: bool [2, 6]", () -> sum(TRUTH));
        refused("needs a real operand: int32 [3]", () -> max(INDEX));
        refused("random bits are 1 to 32, not 33: ", () -> randomBits("p", 0, Shape.of(2), 33));
        refused("needs a last axis: real []", () -> argsort(constant(1)));
    }

    @Test
    void operandsAreCounted() {
        refused("add takes 2 operands, not 1", () -> Primitives.ADD.apply(List.of(MATRIX), Attributes.none()));
    }

    @Test
    void reductionsDropOrKeepAxes() {
        assertEquals(Shape.batch(), sum(BATCH, 1).shape());
        assertEquals(Shape.scalar(), sum(BATCH).shape());
        assertEquals(Shape.of(1, 6), Expressions.sumKeep(MATRIX, 0).shape());
        assertEquals(Shape.of(1, 1), Expressions.maxKeep(MATRIX).shape());
        assertEquals(Type.INT32, argmax(BATCH, -1).type());
        assertEquals(Shape.batch(), argmax(BATCH, -1).shape());
        assertEquals(BATCH.shape(), cumsum(BATCH, 0).shape());
        refused("axes [1, 1] do not fit: real [2, 6]", () -> sum(MATRIX, 1, -1));
        refused("there is no axis 2 in [2, 6]", () -> sum(MATRIX, 2));
    }

    @Test
    void movementKeepsElements() {
        assertEquals(Shape.batch(2, 3), reshape(BATCH, Shape.batch(2, 3)).shape());
        assertEquals(Shape.of(6, Shape.ROWS), transpose(BATCH, 1, 0).shape());
        assertEquals(Shape.of(3, 9), pad(MATRIX, new int[] {0, 1}, new int[] {1, 2}, 0).shape());
        assertEquals(Shape.of(2, 3), slice(MATRIX, new int[] {0, 0}, new int[] {2, 6}, new int[] {1, 2}).shape());
        assertEquals(Shape.of(2, 12), concat(List.of(MATRIX, MATRIX), -1).shape());
        assertEquals(Shape.batch(12), concat(List.of(BATCH, BATCH), 1).shape());
        assertEquals(MATRIX.shape(), reverse(MATRIX, 0).shape());
        refused("cannot reshape to [2, 5]: real [2, 6]", () -> reshape(MATRIX, Shape.of(2, 5)));
        refused("cannot reshape to [6, rows]: real [rows, 6]", () -> reshape(BATCH, Shape.of(6, Shape.ROWS)));
        refused("axes [0, 0] are no permutation: real [2, 6]", () -> transpose(MATRIX, 0, 0));
        refused("axes [0] do not fit: real [2, 6]", () -> transpose(MATRIX, 0));
        refused("cannot broadcast to [2, 5]: real [2, 6]", () -> broadcast(MATRIX, Shape.of(2, 5)));
        refused("cannot broadcast to [6]: real [2, 6]", () -> broadcast(MATRIX, Shape.of(6)));
        refused("cannot pad axis 0 by 1 and 0: real [rows, 6]", () -> pad(BATCH, new int[] {1, 0}, new int[2], 0));
        refused("cannot slice axis 1 from 0 to 7 by 1: real [2, 6]", () -> slice(MATRIX, new int[2], new int[] {2, 7}));
        refused("cannot slice axis 0 from 1 to -1 by 1: real [rows, 6]",
                () -> slice(BATCH, new int[] {1, 0}, new int[] {Shape.ROWS, 6}));
        refused("cannot concatenate along the rows: real [rows, 6], real [rows, 6]", () -> concat(List.of(BATCH, BATCH), 0));
        refused("shapes differ beside axis 0: real [2, 6], real [2, 5]",
                () -> concat(List.of(MATRIX, real(Shape.of(2, 5))), 0));
        refused("cannot reverse the rows: real [rows, 6]", () -> reverse(BATCH, 0));
    }

    @Test
    void anAxisThatGrowsTooLongIsRefused() {
        Expr half = real(Shape.of(1 << 30));
        ShapeException thrown = assertThrows(ShapeException.class, () -> concat(List.of(half, half), 0));
        assertTrue(thrown.getMessage().startsWith("concat would make an axis too long"), thrown.getMessage());
        assertThrows(ShapeException.class, () -> pad(half, new int[] {1 << 30}, new int[] {1 << 30}, 0));
    }

    @Test
    void gatherAndScatter() {
        assertEquals(Shape.of(2, 3), gather(MATRIX, INDEX, 1).shape());
        assertEquals(Shape.of(3, 6), gather(MATRIX, INDEX, 0).shape());
        Expr paired = input("j", Type.INT32, Shape.of(2, 4));
        assertEquals(Shape.of(2, 4), gather(MATRIX, paired, 1, 1).shape());
        refused("indices must be int32: real [2, 6], real [2, 6]", () -> gather(MATRIX, MATRIX, 0));
        refused("batch 1 does not fit: real [2, 6], int32 [2, 4]", () -> gather(MATRIX, paired, 0, 1));
        refused("batch axes differ: real [3, 6], int32 [2, 4]", () -> gather(real(Shape.of(3, 6)), paired, 1, 1));
        Attributes into = Attributes.of("shape", Shape.of(9, 6)).with("axis", 0).with("batch", 0);
        assertEquals(Shape.of(9, 6),
                Primitives.SCATTER_ADD.apply(List.of(INDEX, real(Shape.of(3, 6))), into).shape());
        refused("cannot scatter into [9, 6]: int32 [3], real [2, 6]",
                () -> Primitives.SCATTER_ADD.apply(List.of(INDEX, MATRIX), into));
    }

    @Test
    void matrixProducts() {
        assertEquals(Shape.batch(4), product(BATCH, real(Shape.of(6, 4)), false, false).shape());
        assertEquals(Shape.of(6, 6), product(MATRIX, MATRIX, true, false).shape());
        assertEquals(Shape.of(2, 2), product(MATRIX, MATRIX, false, true).shape());
        assertEquals(Shape.of(6, 6), product(BATCH, BATCH, true, false).shape());
        refused("inner extents differ: real [2, 6], real [2, 6]", () -> product(MATRIX, MATRIX, false, false));
        refused("a matrix product needs operands of equal rank, 2 or more: real [2, 6], real [1, 6, 2]",
                () -> product(MATRIX, real(Shape.of(1, 6, 2)), false, false));
        refused("leading extents differ: real [2, 3, 4], real [3, 4, 5]",
                () -> product(real(Shape.of(2, 3, 4)), real(Shape.of(3, 4, 5)), false, false));
        refused("a matrix product needs reals: real [2, 6], int32 [3]", () -> product(MATRIX, INDEX, false, false));
    }

    @Test
    void iotaNeedsItsAxis() {
        assertEquals(Type.INT32, iota(Shape.batch(3), -1).type());
        assertThrows(ShapeException.class, () -> iota(Shape.of(3), 1));
    }

    private static Expr product(Expr a, Expr b, boolean transposeA, boolean transposeB) {
        return Primitives.MATMUL.apply(
                List.of(a, b), Attributes.of("transpose_a", transposeA).with("transpose_b", transposeB));
    }

    private static Expr real(Shape shape) {
        return input("x", Type.REAL, shape);
    }

    private static void refused(String message, Executable building) {
        assertEquals(message, assertThrows(ShapeException.class, building).getMessage());
    }
}
