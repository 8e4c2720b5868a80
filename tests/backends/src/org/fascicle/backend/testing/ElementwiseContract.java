package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elementwise operations against the reference: edge values, every form of broadcast, every type. */
public abstract class ElementwiseContract extends BackendContract {
    private static final int N = Comparison.EDGES.length;

    @ParameterizedTest
    @ValueSource(
            strings = {"neg", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "erf", "erfc", "erfinv",
                "sin", "cos"})
    void functionsAtEdgesAndElsewhere(String name) {
        Primitive function = Primitives.named(name).orElseThrow();
        Comparison edges = comparison(1);
        edges.check(function.apply(List.of(edges.real(Shape.of(N), Comparison.EDGES)), Attributes.none()));
        for (double scale : new double[] {1e-3, 1, 30}) {
            Comparison any = comparison(2);
            Expr x = any.real(ROWS, 501).mul(scale);
            any.check(function.apply(List.of(name.equals("log") || name.equals("sqrt") ? Expressions.abs(x) : x),
                    Attributes.none()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "sub", "mul", "div", "pow", "max", "min", "gt", "ge", "eq"})
    void pairsAtEdges(String name) {
        Primitive operation = Primitives.named(name).orElseThrow();
        float[] across = new float[N * N];
        float[] down = new float[N * N];
        for (int i = 0; i < N * N; i++) {
            across[i] = Comparison.EDGES[i % N];
            down[i] = Comparison.EDGES[i / N];
        }
        Comparison full = comparison(3);
        full.check(operation.apply(List.of(full.real(Shape.of(N, N), across), full.real(Shape.of(N, N), down)),
                Attributes.none()));
        Comparison lines = comparison(4);
        Expr matrix = lines.real(Shape.of(N, N), across);
        Expr column = Expressions.broadcast(lines.real(Shape.of(N, 1), Comparison.EDGES), Shape.of(N, N));
        lines.check(operation.apply(List.of(matrix, column), Attributes.none()));
        lines.check(operation.apply(List.of(column, matrix), Attributes.none()));
        for (float edge : Comparison.EDGES) {
            Comparison single = comparison(5);
            Expr x = single.real(Shape.of(N), Comparison.EDGES);
            Expr number = Expressions.broadcast(Expressions.constant(edge), Shape.of(N));
            single.check(operation.apply(List.of(x, number), Attributes.none()));
            single.check(operation.apply(List.of(number, x), Attributes.none()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "sub", "mul", "div", "pow", "max", "min", "gt", "ge", "eq"})
    void pairsOfEveryForm(String name) {
        Primitive operation = Primitives.named(name).orElseThrow();
        int[][] forms = {{ROWS, 4, 5}, {5}, {4, 5}, {1, 4, 1}, {ROWS, 1, 1}, {ROWS, 4, 1}, {}, {1, 1, 1}, {ROWS, 1, 5}};
        for (int[] left : forms) {
            for (int[] right : forms) {
                Comparison c = comparison(left.length * 10 + right.length);
                Shape shape = Shape.of(ROWS, 4, 5);
                Expr x = Expressions.broadcast(Expressions.abs(c.real(left)), shape);
                Expr y = Expressions.broadcast(c.real(right), shape);
                c.check(operation.apply(List.of(x, y), Attributes.none()));
                Comparison t = comparison(99);
                Expr transposed = Expressions.transpose(Expressions.abs(t.real(5, ROWS, 4)), 1, 2, 0);
                t.check(operation.apply(List.of(transposed, Expressions.broadcast(t.real(right), shape)), Attributes.none()));
            }
        }
    }

    @Test
    void hostScalars() {
        Comparison c = comparison(6);
        Expr rate = Expressions.scalar("rate");
        Expr x = c.real(ROWS, 7);
        c.check(x.mul(rate).add(rate.mul(Expressions.scalar("other")).sub(1)).div(Expressions.rows()));
        c.check(Expressions.broadcast(rate.add(1), Shape.of(3, 2)));
    }

    @Test
    void whereOfEveryForm() {
        int[][] forms = {{ROWS, 6}, {6}, {ROWS, 1}, {}};
        Shape shape = Shape.of(ROWS, 6);
        for (int[] mask : forms) {
            for (int[] then : forms) {
                for (int[] otherwise : forms) {
                    Comparison c = comparison(mask.length * 9 + then.length * 3 + otherwise.length);
                    Expr condition = Expressions.broadcast(c.integer(Type.BOOL, 2, mask), shape);
                    c.check(Expressions.where(condition, Expressions.broadcast(c.real(then), shape),
                            Expressions.broadcast(c.real(otherwise), shape)));
                    c.check(Expressions.where(condition, Expressions.broadcast(c.integer(Type.INT32, 9, then), shape),
                            Expressions.broadcast(c.integer(Type.INT32, 9, otherwise), shape)));
                    c.check(Expressions.where(condition, Expressions.broadcast(c.integer(Type.BOOL, 2, then), shape),
                            Expressions.broadcast(c.integer(Type.BOOL, 2, otherwise), shape)));
                }
            }
        }
        Comparison c = comparison(7);
        Expr x = c.real(Shape.of(N), Comparison.EDGES);
        c.check(Expressions.where(x.gt(0), x, Expressions.expm1(x).mul(1.5)));
        c.check(Expressions.where(x.gt(0), 0, x));
        c.check(Expressions.where(x.gt(0), x, Double.NaN));
    }

    @Test
    void truthValues() {
        Comparison c = comparison(8);
        Expr a = c.integer(Type.BOOL, 2, ROWS, 9);
        Expr b = c.integer(Type.BOOL, 2, 9);
        c.check(a.and(b));
        c.check(a.or(b).not());
        c.check(b.or(a));
        c.check(a.eq(Expressions.broadcast(b, Shape.of(ROWS, 9))));
        c.check(Expressions.constant(1, Type.BOOL).and(a));
    }

    @Test
    void integers() {
        Comparison c = comparison(9);
        Expr a = c.integer(Type.INT32, Shape.of(8), 0, 1, -1, 7, -7, Integer.MAX_VALUE, Integer.MIN_VALUE, 100);
        Expr b = c.integer(Type.INT32, Shape.of(8), 0, 2, -1, -2, 2, 2, -1, 0);
        for (Expr e : List.of(a.add(b), a.sub(b), a.mul(b), a.div(b), a.neg(), Expressions.abs(a), Expressions.sign(a),
                Expressions.maximum(a, b), Expressions.minimum(a, b), a.gt(b), a.ge(b), a.eq(b), a.add(3), a.div(2), a.gt(1),
                Expressions.constant(5, Type.INT32).sub(a), Expressions.sum(a), Expressions.sum(Expressions.reshape(a,
                        Shape.of(2, 4)), 1))) {
            c.check(e);
        }
    }

    @Test
    void casts() {
        Comparison c = comparison(10);
        Expr reals = c.real(Shape.of(N), Comparison.EDGES);
        Expr integers = c.integer(Type.INT32, Shape.of(6), 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 16777217);
        Expr truths = c.integer(Type.BOOL, 2, ROWS, 3);
        Expr words = Expressions.randomBits("p", 1, Shape.of(10), 32);
        for (Type type : Type.values()) {
            for (Expr from : List.of(reals, integers, truths, words)) {
                if (type != Type.UINT32 || from.type() == Type.UINT32 || from.type() == Type.BOOL) {
                    c.check(Expressions.cast(from, type).eq(Expressions.cast(from, type)));
                    c.check(Expressions.cast(from, type));
                }
            }
        }
    }

    @Test
    void composites() {
        for (double scale : new double[] {1, 10, 1000}) {
            Comparison c = comparison(11).tolerance(1e-5);
            Expr x = c.real(ROWS, 10).mul(scale);
            c.check(Expressions.softmax(x));
            c.check(Expressions.softplus(x));
            c.check(Expressions.sigmoid(x));
            // A logarithm near 0 is that of a number near 1, which float32 rounds by 6e-8, however small the logarithm is.
            Comparison logarithms = comparison(11).tolerance(1e-6).ofScale();
            Expr y = logarithms.real(ROWS, 10).mul(scale);
            logarithms.check(Expressions.logSoftmax(y));
            logarithms.check(Expressions.logSumExp(y));
        }
    }
}
