package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Gather and scatter_add. */
class IndexingTest {
    private final Evaluation evaluation = Evaluation.float64();
    private final Expr matrix = evaluation.real(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);

    @Test
    void gatherRows() {
        exactly(Expressions.gather(matrix, evaluation.int32(2, 0, 2), 0), 5, 6, 1, 2, 5, 6);
    }

    @Test
    void gatherAlongAnInnerAxis() {
        exactly(Expressions.gather(matrix, evaluation.int32(1, 1, 0), 1), 2, 2, 1, 4, 4, 3, 6, 6, 5);
        Expr indices = evaluation.integer(Type.INT32, Shape.of(2, 2), 0, 1, 1, 0);
        exactly(Expressions.gather(matrix, indices, 1), 1, 2, 2, 1, 3, 4, 4, 3, 5, 6, 6, 5);
    }

    @Test
    void gatherWithOneIndexDropsTheAxis() {
        Expr index = evaluation.integer(Type.INT32, Shape.scalar(), 1);
        exactly(Expressions.gather(matrix, index, 0), 3, 4);
    }

    @Test
    void gatherWithBatchAxes() {
        exactly(Expressions.gather(matrix, evaluation.int32(1, 0, 1), 1, 1), 2, 3, 6);
        Expr cube = evaluation.real(Shape.of(2, 2, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Expr indices = evaluation.integer(Type.INT32, Shape.of(2, 2), 0, 2, 1, 1);
        // y[b, o, k] = x[b, o, indices[b, k]]
        exactly(Expressions.gather(cube, indices, 2, 1), 1, 3, 4, 6, 8, 8, 11, 11);
    }

    @Test
    void indicesAreClamped() {
        exactly(Expressions.gather(matrix, evaluation.int32(-1, 3, Integer.MIN_VALUE), 0), 1, 2, 5, 6, 1, 2);
    }

    @Test
    void gatherMovesAnyType() {
        Expr gathered = Expressions.gather(evaluation.bool(0, 1), evaluation.int32(1, 0, 1), 0);
        assertArrayEquals(new int[] {1, 0, 1}, evaluation.integers(gathered));
    }

    @Test
    void gatherPerRow() {
        Expr rows = evaluation.real(Shape.batch(2), 1, 2, 3, 4, 5, 6);
        Expr labels = evaluation.integer(Type.INT32, Shape.batch(), 1, 0, 1);
        evaluation.rows(3);
        exactly(Expressions.gather(rows, labels, 1, 1), 2, 3, 6);
        evaluation.rows(2);
        exactly(Expressions.gather(rows, labels, 1, 1), 2, 3);
        exactly(Expressions.gather(rows, evaluation.int32(1, 7), 0), 3, 4, 3, 4);
    }

    @Test
    void scatterAdds() {
        Expr updates = evaluation.real(Shape.of(3, 2), 1, 2, 10, 20, 100, 200);
        Expr indices = evaluation.int32(1, 3, 1);
        exactly(Expressions.scatterAdd(Shape.of(4, 2), indices, updates, 0, 0), 0, 0, 101, 202, 0, 0, 10, 20);
        // Clamped as gather clamps.
        exactly(Expressions.scatterAdd(Shape.of(2, 2), evaluation.int32(-5, 9, 0), updates, 0, 0), 101, 202, 10, 20);
    }

    @Test
    void scatterAddsPerRow() {
        Expr labels = evaluation.integer(Type.INT32, Shape.batch(), 2, 0);
        Expr updates = evaluation.real(Shape.batch(), 5, 7);
        evaluation.rows(2);
        exactly(Expressions.scatterAdd(Shape.batch(3), labels, updates, 1, 1), 0, 0, 5, 7, 0, 0);
    }

    @Test
    void scatterAddsAlongAnInnerAxis() {
        Expr updates = evaluation.real(Shape.of(2, 2), 1, 2, 3, 4);
        exactly(Expressions.scatterAdd(Shape.of(2, 3), evaluation.int32(2, 2), updates, 1, 0), 0, 0, 3, 0, 0, 7);
    }

    @Test
    void anAxisWithoutElementsIsRefused() {
        Expr empty = evaluation.real(Shape.of(0, 2));
        Expr indices = evaluation.int32(0);
        BackendException thrown = assertThrows(BackendException.class,
                () -> evaluation.reals(Expressions.gather(empty, indices, 0)));
        assertTrue(thrown.getMessage().contains("axis 0") && thrown.getMessage().contains("from test"), thrown.getMessage());
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
