package org.fascicle.backend.jit;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions drawn at random, with shared parts, broadcasts, reductions and selects, in both forms against the reference.
 */
class RandomGraphTest {
    private static final int[][] SHAPES = {{}, {5}, {ROWS, 5}, {ROWS, 1}, {7, 5}, {ROWS, 7, 5}, {7, 1}, {ROWS, 1, 5}, {1,
            5}, {ROWS}};

    @ParameterizedTest
    @ValueSource(longs = {0, 1000, 2000, 3000})
    void agreesWithTheReference(long begin) {
        for (long seed = begin; seed < begin + 60; seed++) {
            Comparison comparison = new Comparison(seed, Subject.families()).tolerance(2e-4).ofScale();
            List<Expr> pool = new ArrayList<>();
            for (int[] shape : SHAPES) {
                pool.add(comparison.real(shape));
            }
            Random random = comparison.random;
            for (int i = 0; i < 25; i++) {
                pool.add(next(pool, random));
            }
            Expr last = pool.get(pool.size() - 1);
            comparison.check(last);
            comparison.check(Expressions.sum(last).add(Expressions.max(pool.get(pool.size() - 2 - random.nextInt(5)))));
        }
    }

    private static Expr next(List<Expr> pool, Random random) {
        Expr a = recent(pool, random);
        switch (random.nextInt(9)) {
            case 0:
                return unary(a, random);
            case 1:
                return reduced(a, random);
            case 2: {
                Expr b = fitting(a, pool, random);
                return Expressions.where(a.gt(b), Expressions.tanh(a), b.mul(0.5));
            }
            case 3:
                return a.mul(0.5).add(fitting(a, pool, random));
            case 4:
                return Expressions.maximum(a, fitting(a, pool, random));
            case 5:
                return a.div(Expressions.abs(fitting(a, pool, random)).add(1));
            case 6:
                return moved(a, random);
            case 7:
                return Expressions.cast(Expressions.cast(a.ge(fitting(a, pool, random)), Type.INT32), Type.REAL).sub(a);
            default:
                return a.sub(fitting(a, pool, random)).mul(0.3);
        }
    }

    private static Expr recent(List<Expr> pool, Random random) {
        int from = random.nextBoolean() ? 0 : Math.max(0, pool.size() - 6);
        return pool.get(from + random.nextInt(pool.size() - from));
    }

    private static Expr unary(Expr a, Random random) {
        switch (random.nextInt(9)) {
            case 0: return Expressions.tanh(a);
            case 1: return Expressions.exp(Expressions.minimum(a, 1));
            case 2: return Expressions.expm1(Expressions.minimum(a, 1));
            case 3: return Expressions.log1p(Expressions.abs(a));
            case 4: return Expressions.sqrt(Expressions.abs(a).add(0.1));
            case 5: return Expressions.erf(a);
            case 6: return Expressions.sin(a);
            case 7: return a.neg();
            default: return Expressions.log(Expressions.abs(a).add(0.5));
        }
    }

    private static Expr reduced(Expr a, Random random) {
        int rank = a.shape().rank();
        if (rank == 0) {
            return Expressions.tanh(a);
        }
        int[] axes = Arrays.stream(new int[] {0, 1, 2}).filter(axis -> axis < rank && random.nextBoolean()).toArray();
        return random.nextBoolean() ? Expressions.sum(a, axes.length == 0 ? new int[] {rank - 1} : axes).mul(0.2)
                : Expressions.max(a, axes.length == 0 ? new int[] {0} : axes);
    }

    private static Expr moved(Expr a, Random random) {
        if (a.shape().rank() < 2) {
            return a.add(1);
        }
        if (a.shape().isBatched() || random.nextBoolean()) {
            return Expressions.reverse(a, a.shape().rank() - 1);
        }
        return Expressions.transpose(Expressions.transpose(a, 1, 0).mul(2), 1, 0);
    }

    /** Something of the pool that can take a shape. */
    private static Expr fitting(Expr a, List<Expr> pool, Random random) {
        for (int i = 0; i < 30; i++) {
            Expr b = recent(pool, random);
            if (fits(b.shape(), a.shape())) {
                return Expressions.broadcast(b, a.shape());
            }
        }
        return Expressions.broadcast(Expressions.constant(0.7), a.shape());
    }

    private static boolean fits(Shape from, Shape to) {
        boolean fits = from.rank() <= to.rank();
        for (int i = 1; fits && i <= from.rank(); i++) {
            fits = from.extent(-i) == 1 || from.extent(-i) == to.extent(-i);
        }
        return fits;
    }
}
