package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.erfc;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.where;
import static org.fascicle.api.expr.Expressions.zerosLike;
import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.junit.jupiter.api.Test;

/** Loops and their gradients against the reference. */
public abstract class ScanContract extends BackendContract {
    private Comparison c = comparison(0);

    private void begin(long seed) {
        c = comparison(seed).ofScale().tolerance(1e-5);
    }

    private void check(Expr... values) {
        for (Expr value : Rewriter.rewrite(List.of(values))) {
            c.check(value);
        }
    }

    /** Values and gradients by some inputs. */
    private void checkAll(Expr value, Expr... inputs) {
        Expr loss = Rewriter.rewrite(List.of(sum(value.mul(value.add(0.3))))).get(0);
        List<Expr> all = new ArrayList<>(List.of(value));
        all.addAll(Differentiator.gradients(loss, List.of(inputs)));
        check(all.toArray(new Expr[0]));
    }

    /** A recurrent layer with gates, as one of 128 units has them, and one of few. */
    @Test
    void gates() {
        for (int units : new int[] {1, 20, 128}) {
            for (boolean backwards : new boolean[] {false, true}) {
                begin(units);
                Expr x = c.real(ROWS, 3, 4 * units);
                Expr kernel = c.real(units, 4 * units).mul(1 / Math.sqrt(units));
                Expr h0 = c.real(ROWS, units);
                Scan loop = Scan.over(x).backwards(backwards).from(h0, zerosLike(h0)).run(step -> {
                    Expr z = matmul(step.carry(0), kernel).add(step.slice(0));
                    Expr carried = sigmoid(slice(z, 1, units, 2 * units)).mul(step.carry(1))
                            .add(sigmoid(slice(z, 1, 0, units)).mul(tanh(slice(z, 1, 2 * units, 3 * units))));
                    Expr h = sigmoid(slice(z, 1, 3 * units, 4 * units)).mul(tanh(carried));
                    return step.next(h, carried).giving(h);
                });
                checkAll(loop.output(0), x, h0, kernel);
                checkAll(concat(List.of(loop.output(0), reshape(loop.carry(1), Shape.of(ROWS, 1, units))), 1), x, kernel);
            }
        }
    }

    @Test
    void stepsOfVectorsAndMatrices() {
        for (int[] step : new int[][] {{}, {1}, {7}, {2, 3}, {3, 1, 5}}) {
            begin(100 + step.length);
            Expr x = c.real(Shape.batch(step).insert(1, 4).toArray());
            Expr by = c.real(step);
            Scan loop = Scan.over(x).from(c.real(Shape.batch(step).toArray())).run(one -> {
                Expr h = tanh(one.carry(0).mul(by).add(one.slice(0)));
                return one.next(h).giving(h.mul(0.5), one.carry(0));
            });
            checkAll(loop.output(0).add(loop.output(1)), x, by);
            check(loop.carry(0));
        }
    }

    @Test
    void withoutRows() {
        begin(200);
        Expr times = c.real(5, 3, 2);
        Expr u = c.real(2, 2).mul(0.5);
        Scan loop = Scan.over(times).from(c.real(3, 2)).run(step -> {
            Expr h = tanh(matmul(step.carry(0), u).add(step.slice(0)));
            return step.next(h).giving(h);
        });
        checkAll(loop.output(0), times, u);
        check(loop.carry(0));
        Expr numbers = c.real(6);
        check(Scan.over(numbers).from(sum(numbers)).run(step -> step.next(step.carry(0).mul(0.5).add(step.slice(0)))
                .giving(step.carry(0))).output(0));
        Expr m = c.real(3, 3).mul(0.3);
        checkAll(Scan.times(4).from(m).run(step -> step.next(matmul(step.carry(0), m))).carry(0), m);
    }

    /** Beside sequences and carries with rows, those without, and sums over the rows of the batch. */
    @Test
    void beside() {
        begin(300);
        Expr x = c.real(ROWS, 4, 6);
        Expr times = c.real(4, 6);
        Expr b = c.real(6);
        Scan loop = Scan.over(x, times).from(zerosLike(slice(x, 1, 0, 1).mul(0)), b).backwards(true).run(step -> {
            Expr mean = sum(step.slice(0), 0).mul(0.1);
            Expr h = tanh(reshape(step.carry(0), Shape.of(ROWS, 6)).add(step.slice(0)).sub(mean).mul(step.slice(1)));
            return step.next(reshape(h, Shape.of(ROWS, 1, 6)), step.carry(1).add(mean).mul(0.9)).giving(h, step.carry(1));
        });
        checkAll(loop.output(0), x, times);
        checkAll(loop.output(1), x, b);
        checkAll(loop.carry(1), x, b);
    }

    @Test
    void integersAndTruthValues() {
        begin(400);
        Expr x = c.real(ROWS, 6, 3);
        Expr labels = c.integer(Type.INT32, 5, ROWS, 6, 3);
        Expr open = c.integer(Type.BOOL, 2, ROWS, 6);
        Expr count = c.integer(Type.INT32, 3, ROWS, 3);
        Scan loop = Scan.over(x, labels, open).from(count, c.real(ROWS, 3), c.integer(Type.BOOL, 2, ROWS, 3)).run(step -> {
            Expr isOpen = broadcast(
                    reshape(step.slice(2), Shape.of(ROWS, 1)), Shape.of(ROWS, 3));
            Expr next = where(isOpen, step.carry(1).mul(0.5).add(step.slice(0)), step.carry(1));
            Expr seen = step.carry(0).add(step.slice(1));
            return step.next(seen, next, next.gt(0).and(step.carry(2))).giving(seen, next.gt(0), step.carry(2), next);
        });
        for (int i = 0; i < 3; i++) {
            check(loop.carry(i));
        }
        for (int i = 0; i < 4; i++) {
            check(loop.output(i));
        }
        checkAll(loop.output(3), x);
        check(cast(loop.output(0), Type.REAL).mul(loop.output(3)));
    }

    @Test
    void carriesThatChangePlaces() {
        begin(500);
        Expr x = c.real(ROWS, 3, 2);
        Expr a = c.real(ROWS, 2);
        Scan loop = Scan.over(x).from(a, a.mul(2)).run(step -> step.next(step.carry(1), step.carry(0).add(step.slice(0)))
                .giving(step.carry(0), step.slice(0)));
        check(loop.carry(0), loop.carry(1), loop.output(0), loop.output(1));
        checkAll(loop.output(0).add(loop.output(1)), x, a);
        Scan still = Scan.over(x).from(a).run(step -> step.next(step.carry(0)).giving(step.carry(0), a));
        check(still.carry(0), still.output(0), still.output(1));
    }

    @Test
    void loopsInLoops() {
        begin(600);
        Expr x = c.real(ROWS, 3, 4);
        Expr times = c.real(2, 4);
        Expr u = c.real(4, 4).mul(0.4);
        Expr value = Scan.over(x).from(c.real(ROWS, 4)).run(step -> {
            Expr inner = Scan.over(times).from(step.carry(0))
                    .run(in -> in.next(tanh(matmul(in.carry(0), u).add(in.slice(0)).add(step.slice(0))))).carry(0);
            return step.next(inner).giving(inner);
        }).output(0);
        checkAll(value, x, times, u);
    }

    /** Operations of all kinds in a step, those of later versions of the table included. */
    @Test
    void whatAStepMayDo() {
        begin(700);
        Expr x = c.real(ROWS, 3, 5);
        Expr value = Scan.over(x).from(c.real(ROWS, 5)).run(step -> {
            Expr mixed = softmax(step.slice(0)).add(erfc(step.carry(0)).mul(0.2));
            Expr turned = concat(List.of(slice(mixed, 1, 2, 5), slice(mixed, 1, 0, 2)), 1);
            return step.next(turned).giving(cumsum(turned, 1),
                    argmax(turned, 1));
        }).output(0);
        checkAll(value, x);
    }
}
