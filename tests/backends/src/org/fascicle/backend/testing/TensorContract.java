package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Shape.ROWS;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.junit.jupiter.api.Test;

/** Movements, reductions, indexing, products and draws against the reference. */
public abstract class TensorContract extends BackendContract {
    @Test
    void reshapesAndTransposes() {
        Comparison c = comparison(20);
        Expr x = c.real(ROWS, 3, 4, 5);
        c.check(Expressions.reshape(x, Shape.of(ROWS, 60)));
        c.check(Expressions.reshape(Expressions.reshape(x, Shape.of(ROWS, 12, 5)).add(1), Shape.of(ROWS, 5, 12)));
        int[][] orders = {{0, 1, 2, 3}, {0, 2, 1, 3}, {3, 2, 1, 0}, {1, 0, 2, 3}, {0, 1, 3, 2}, {2, 3, 0, 1}};
        for (int[] order : orders) {
            Expr y = Expressions.transpose(x, order);
            c.check(y);
            c.check(y.add(1).mul(y));
            c.check(Expressions.exp(y));
        }
        Expr wide = c.real(33, 70);
        c.check(Expressions.transpose(wide, 1, 0));
        c.check(Expressions.transpose(c.integer(Type.BOOL, 2, 3, ROWS), 1, 0));
        c.check(Expressions.transpose(c.real(1, ROWS, 1, 4), 1, 0, 3, 2));
        c.check(Expressions.transpose(Expressions.broadcast(c.real(4), Shape.of(3, 4)), 1, 0));
    }

    @Test
    void broadcasts() {
        Shape shape = Shape.of(ROWS, 3, 4);
        for (int[] form : new int[][] {{}, {1}, {4}, {3, 1}, {1, 3, 1}, {ROWS, 1, 1}, {ROWS, 1, 4}, {ROWS, 3, 4}, {1, 1,
            4}}) {
            Comparison c = comparison(21);
            c.check(Expressions.broadcast(c.real(form), shape));
            c.check(Expressions.broadcast(c.integer(Type.BOOL, 2, form), shape));
            c.check(Expressions.exp(Expressions.broadcast(c.real(form), shape)));
            c.check(Expressions.sum(Expressions.broadcast(c.real(form), shape), 1));
            c.check(Expressions.reshape(Expressions.broadcast(c.real(form), shape), Shape.of(ROWS, 12)));
        }
        Comparison c = comparison(22);
        c.check(Expressions.broadcast(Expressions.broadcast(c.real(4), Shape.of(3, 4)), shape));
        c.check(Expressions.broadcast(Expressions.broadcast(c.real(3, 1), Shape.of(3, 4)), Shape.of(2, 3, 4)));
    }

    @Test
    void slicesPadsReversesAndConcats() {
        Comparison c = comparison(23);
        Expr x = c.real(5, 6, 7);
        c.check(Expressions.slice(x, new int[] {1, 0, 0}, new int[] {3, 6, 7}));
        c.check(Expressions.slice(x, new int[] {1, 2, 0}, new int[] {2, 5, 7}).add(1));
        c.check(Expressions.slice(x, new int[] {1, 2, 3}, new int[] {2, 3, 6}).mul(2));
        c.check(Expressions.slice(x, new int[] {1, 2, 3}, new int[] {4, 5, 6}));
        c.check(Expressions.slice(x, new int[] {0, 1, 0}, new int[] {5, 6, 7}, new int[] {2, 3, 4}));
        c.check(Expressions.slice(x, new int[] {2, 2, 2}, new int[] {2, 3, 3}));
        Expr batch = c.real(ROWS, 6);
        c.check(Expressions.slice(batch, new int[] {0, 2}, new int[] {ROWS, 5}));
        c.check(Expressions.slice(c.integer(Type.BOOL, 2, ROWS, 6), new int[] {0, 2}, new int[] {ROWS, 5}));
        c.check(Expressions.pad(x, new int[] {1, 0, 2}, new int[] {0, 3, 1}, -1.5));
        c.check(Expressions.pad(batch, new int[] {0, 2}, new int[] {0, 1}, 0));
        c.check(Expressions.pad(c.integer(Type.INT32, 9, 3), new int[] {2}, new int[] {2}, 7));
        c.check(Expressions.reverse(x, 0, 2));
        c.check(Expressions.reverse(batch, 1));
        c.check(Expressions.concat(List.of(batch, c.real(ROWS, 2), batch), 1));
        Expr a = c.real(2, 3);
        Expr b = c.real(4, 3);
        c.check(Expressions.concat(List.of(a, b, a), 0));
        c.check(Expressions.concat(List.of(a.add(1), b.mul(2), a.add(1)), 0).sub(1));
        c.check(Expressions.sum(Expressions.concat(List.of(Expressions.exp(a), Expressions.exp(b)), 0), 0));
        c.check(Expressions.concat(List.of(Expressions.transpose(a.add(1), 1, 0), c.real(3, 5)), 1));
        Expr part = Expressions.exp(a);
        c.check(Expressions.sum(Expressions.concat(List.of(part, b.neg()), 0), 0).add(Expressions.sum(part, 0)));
    }

    @Test
    void reductions() {
        int[][] axes = {{}, {0}, {1}, {2}, {3}, {0, 1}, {1, 2}, {2, 3}, {0, 3}, {1, 3}, {0, 1, 2}, {0, 1, 2, 3}, {0, 2}};
        for (int[] along : axes) {
            for (boolean keep : new boolean[] {true, false}) {
                Comparison c = comparison(24).ofScale();
                Expr x = c.real(ROWS, 3, 4, 5);
                Attributes attributes = Attributes.of("axes", along).with("keep", keep);
                c.check(Primitives.SUM.apply(List.of(x), attributes));
                c.check(Primitives.REDUCE_MAX.apply(List.of(x), attributes));
            }
        }
        Comparison c = comparison(25).ofScale();
        c.check(Expressions.sum(c.real(100, 123)));
        c.check(Expressions.sum(c.real(4096)));
        c.check(Expressions.sum(c.real(ROWS, 900)));
        c.check(Expressions.mean(c.real(ROWS, 7), 0));
        c.check(Expressions.sum(c.real(3, 0), 1));
        c.check(Expressions.max(c.real(3, 0), 1));
        c.check(Expressions.sum(c.real(0, 3), 0));
        Expr edges = c.real(Shape.of(2, 4), 1, Float.NaN, 3, 2, Float.POSITIVE_INFINITY, 1, Float.NEGATIVE_INFINITY, 0);
        for (int axis = 0; axis < 2; axis++) {
            c.check(Expressions.sum(edges, axis));
            c.check(Expressions.max(edges, axis));
            c.check(Expressions.argmax(edges, axis));
        }
        c.check(Expressions.max(Expressions.constant(Double.NEGATIVE_INFINITY).add(c.real(2, 3)), 1));
    }

    @Test
    void alongAnAxis() {
        Comparison c = comparison(26);
        Expr x = Expressions.floor(c.real(ROWS, 7, 5).mul(2));
        for (int axis = 0; axis < 3; axis++) {
            c.check(Expressions.argmax(x, axis));
            c.check(Expressions.cumsum(x, axis));
        }
        c.check(Expressions.argsort(x));
        c.check(Expressions.sort(x));
        c.check(Expressions.argsort(c.real(Shape.of(8), 3, Float.NaN, -0f, 0f, Float.POSITIVE_INFINITY, -2, -3,
                Float.NEGATIVE_INFINITY)));
        c.check(Expressions.iota(Shape.of(3, 4, 2), 1));
        c.check(Expressions.iota(Shape.of(ROWS, 4), 0));
    }

    @Test
    void gathersAndScatters() {
        Comparison c = comparison(27);
        Expr data = c.real(20, 11);
        Expr index = c.integer(Type.INT32, 20, ROWS);
        c.check(Expressions.gather(data, index, 0));
        c.check(Expressions.gather(c.integer(Type.INT32, 9, 20), index, 0));
        c.check(Expressions.gather(c.integer(Type.BOOL, 2, 20, 3), index, 0));
        c.check(Expressions.gather(data, c.integer(Type.INT32, Shape.of(3), -5, 100, 3), 1));
        Expr logits = c.real(ROWS, 10);
        Expr labels = c.integer(Type.INT32, 10, ROWS);
        Expr picked = Expressions.gather(logits, Expressions.reshape(labels, Shape.of(ROWS, 1)), 1, 1);
        c.check(picked);
        c.check(Expressions.scatterAdd(Shape.of(ROWS, 10), Expressions.reshape(labels, Shape.of(ROWS, 1)), picked, 1, 1));
        c.check(Expressions.scatterAdd(Shape.of(20, 10), index, logits, 0, 0));
        c.check(Expressions.gather(c.real(2, 3, 4, 5), c.integer(Type.INT32, 4, 2, 6), 2, 1));
    }

    @Test
    void matrixProducts() {
        Comparison c = comparison(28).ofScale();
        Expr a = c.real(ROWS, 37);
        Expr b = c.real(37, 19);
        c.check(Expressions.matmul(a, b));
        c.check(Expressions.matmul(a, Expressions.transpose(c.real(19, 37), 1, 0)));
        c.check(Expressions.matmul(a, c.real(19, 37), false, true));
        c.check(Expressions.matmul(a, c.real(ROWS, 5), true, false));
        c.check(Expressions.matmul(Expressions.transpose(a, 1, 0), c.real(ROWS, 5), false, false));
        c.check(Expressions.matmul(Expressions.transpose(a, 1, 0), c.real(19, 37), true, true));
        c.check(Expressions.matmul(Expressions.transpose(a, 1, 0), Expressions.transpose(c.real(19, ROWS), 1, 0)));
        c.check(Expressions.matmul(c.real(2, 3, 4, 5), c.real(2, 3, 5, 6)));
        c.check(Expressions.matmul(c.real(ROWS, 4, 5), Expressions.transpose(c.real(ROWS, 6, 5), 0, 2, 1)));
        c.check(Expressions.matmul(c.real(ROWS, 0), c.real(0, 3)));
        c.check(Expressions.matmul(a, Expressions.broadcast(c.real(19), Shape.of(37, 19))));
        c.check(Expressions.matmul(Expressions.slice(c.real(80, 37), new int[] {7, 0}, new int[] {18, 37}), b));
        c.check(Expressions.matmul(c.real(300, 200), c.real(200, 1)));
        c.check(Expressions.matmul(c.real(20, 170), c.real(300, 170), false, true));
        c.check(Expressions.matmul(c.real(40, 300), c.real(130, 300), false, true));
        c.check(Expressions.matmul(c.real(1, 40), c.real(70, 40), false, true));
        c.check(Expressions.matmul(a, b).add(c.real(19)));
    }

    /** Before anything runs, and with where it comes from. */
    @Test
    void whatHasNoKernelIsRefusedWhenItIsCompiled() {
        for (Primitive like : List.of(Primitives.TANH, Primitives.ADD, Primitives.WHERE, Primitives.SUM, Primitives.CUMSUM,
                Primitives.RESHAPE,
                Primitives.GATHER, Primitives.MATMUL, Primitives.CONV, Primitives.IOTA)) {
            Graph graph = Unknown.graph(like);
            for (List<? extends Backend> family : families()) {
                String message = assertThrows(BackendException.class,
                        () -> family.get(0).compile(graph, CompileSettings.of(Precision.FLOAT32, 1))).getMessage();
                assertTrue(message.contains(Unknown.NAME) && message.contains(" from " + Unknown.PLACE), message);
            }
        }
    }

    @Test
    void draws() {
        Comparison c = comparison(29);
        for (int bits : new int[] {1, 8, 24, 32}) {
            c.check(Expressions.randomBits("dense_1/kernel", 3, Shape.of(ROWS, 7), bits));
            Expr uniform = Expressions.cast(Expressions.randomBits("a", 0, Shape.of(31, 3), 24), Type.REAL).mul(0x1p-24);
            c.check(uniform);
            c.check(Expressions.erfinv(uniform.mul(2).add(0x1p-24 - 1)).mul(Math.sqrt(2)));
        }
    }
}
