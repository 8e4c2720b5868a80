package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Operations that move elements. */
class MovementTest {
    private final Evaluation evaluation = Evaluation.float64();
    private final Expr matrix = evaluation.real(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    @Test
    void reshape() {
        exactly(Expressions.reshape(matrix, Shape.of(3, 1, 2)), 1, 2, 3, 4, 5, 6);
        assertArrayEquals(new int[] {1, 0}, evaluation.integers(Expressions.reshape(evaluation.bool(1, 0), Shape.of(2, 1))));
    }

    @Test
    void transpose() {
        exactly(Expressions.transpose(matrix, 1, 0), 1, 4, 2, 5, 3, 6);
        Expr cube = evaluation.real(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6);
        exactly(Expressions.transpose(cube, 2, 0, 1), 1, 4, 2, 5, 3, 6);
        Expr integers = evaluation.integer(Type.INT32, Shape.of(2, 2), 1, 2, 3, 4);
        assertArrayEquals(new int[] {1, 3, 2, 4}, evaluation.integers(Expressions.transpose(integers, 1, 0)));
    }

    @Test
    void broadcast() {
        exactly(Expressions.broadcast(evaluation.vector(1, 2), Shape.of(2, 2)), 1, 2, 1, 2);
        exactly(Expressions.broadcast(evaluation.real(Shape.of(2, 1), 1, 2), Shape.of(2, 3)), 1, 1, 1, 2, 2, 2);
        exactly(Expressions.broadcast(evaluation.real(Shape.of(1, 2, 1), 1, 2), Shape.of(2, 2, 2)), 1, 1, 2, 2, 1, 1, 2, 2);
        exactly(Expressions.broadcast(Expressions.constant(7), Shape.of(3)), 7, 7, 7);
        exactly(Expressions.broadcast(Expressions.constant(7), Shape.of(3, 0)));
    }

    @Test
    void broadcastToTheRows() {
        evaluation.rows(3);
        exactly(Expressions.broadcast(evaluation.vector(1, 2), Shape.batch(2)), 1, 2, 1, 2, 1, 2);
        evaluation.rows(1);
        exactly(Expressions.broadcast(evaluation.vector(1, 2), Shape.batch(2)), 1, 2);
    }

    @Test
    void pad() {
        exactly(Expressions.pad(matrix, new int[] {1, 0}, new int[] {0, 2}, -1),
                -1, -1, -1, -1, -1, 1, 2, 3, -1, -1, 4, 5, 6, -1, -1);
        Expr integers = Expressions.pad(evaluation.int32(4), new int[] {1}, new int[] {1}, 9);
        assertArrayEquals(new int[] {9, 4, 9}, evaluation.integers(integers));
        Evaluation single = Evaluation.float32();
        assertEquals(0.1f, single.reals(Expressions.pad(single.vector(1), new int[] {0}, new int[] {1}, 0.1))[1]);
    }

    @Test
    void slice() {
        exactly(Expressions.slice(matrix, new int[] {1, 0}, new int[] {2, 3}, new int[] {1, 2}), 4, 6);
        exactly(Expressions.slice(matrix, new int[] {0, 1}, new int[] {2, 2}), 2, 5);
        exactly(Expressions.slice(matrix, new int[] {0, 1}, new int[] {2, 1}));
        evaluation.rows(2);
        Expr rows = evaluation.real(Shape.batch(2), 1, 2, 3, 4);
        exactly(Expressions.slice(rows, new int[] {0, 1}, new int[] {Shape.ROWS, 2}), 2, 4);
    }

    @Test
    void concat() {
        Expr right = evaluation.real(Shape.of(2, 1), 7, 8);
        exactly(Expressions.concat(List.of(matrix, right, right), 1), 1, 2, 3, 7, 7, 4, 5, 6, 8, 8);
        exactly(Expressions.concat(List.of(matrix, matrix), 0), 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
        evaluation.rows(2);
        Expr rows = evaluation.real(Shape.batch(1), 1, 2);
        exactly(Expressions.concat(List.of(rows, rows.mul(10)), 1), 1, 10, 2, 20);
    }

    @Test
    void reverse() {
        exactly(Expressions.reverse(matrix, 1), 3, 2, 1, 6, 5, 4);
        exactly(Expressions.reverse(matrix, 0, 1), 6, 5, 4, 3, 2, 1);
        assertArrayEquals(new int[] {3, 2, 1}, evaluation.integers(Expressions.reverse(evaluation.int32(1, 2, 3), 0)));
    }

    private void exactly(Expr expression, double... expected) {
        assertArrayEquals(expected, evaluation.reals(expression));
    }
}
