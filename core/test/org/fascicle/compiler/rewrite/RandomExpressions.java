package org.fascicle.compiler.rewrite;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;

/** Expressions drawn at random, many of which have identities in them: x · 1, neg(neg(x)), constants, numbers of rank 0. */
public final class RandomExpressions {
    private static final double[] NUMBERS = {0, -0.0, 1, -1, 2, 0.5, 3, -0.25, Double.POSITIVE_INFINITY, Double.NaN};

    private final Random random;
    private final List<Expr> pool = new ArrayList<>();
    private final boolean wild;

    /** Wild ones have infinities and NaN among their constants. */
    public RandomExpressions(long seed, boolean wild) {
        this.random = new Random(seed);
        this.wild = wild;
        pool.add(input("x", Type.REAL, Shape.of(Shape.ROWS, 4)));
        pool.add(variable("w", Type.REAL, Shape.of(4, 4)));
        pool.add(variable("v", Type.REAL, Shape.of(4)));
        pool.add(variable("u", Type.REAL, Shape.of(2, 3, 4)));
        pool.add(scalar("rate"));
        pool.add(scalar("rows"));
        pool.add(randomBits("dropout", 0, Shape.of(Shape.ROWS, 4), 8).cast(Type.REAL));
    }

    /** Grows the pool by a number of expressions; the last of them are the roots. */
    public List<Expr> roots(int size, int count) {
        while (size > 0) {
            try {
                Expr next = next();
                if (next.shape().sizePerRow() <= 64 && next.shape().rank() <= 4) {
                    pool.add(next);
                    size--;
                }
            } catch (ShapeException e) {
                // These two do not fit together: draw others.
                continue;
            }
        }
        return new ArrayList<>(pool.subList(pool.size() - count, pool.size()));
    }

    /** Values for all inputs and variables that occur in these expressions. */
    public static Map<String, Tensor> leaves(Collection<Expr> roots, Random random, int rows) {
        Map<String, Tensor> leaves = new HashMap<>();
        for (Expr leaf : Traversal.postorder(roots)) {
            if (leaf.op() == Primitives.INPUT || leaf.op() == Primitives.VARIABLE) {
                Shape shape = leaf.shape().withRows(rows);
                double[] data = new double[(int) shape.size()];
                for (int i = 0; i < data.length; i++) {
                    data[i] = leaf.type() == Type.REAL ? random.nextGaussian() : random.nextInt(5) - 1;
                }
                String name = leaf.attributes().text(leaf.op() == Primitives.INPUT ? "name" : "path");
                leaves.put(name, new Tensor(leaf.type(), shape, data));
            }
        }
        return leaves;
    }

    private Expr any() {
        return pool.get(random.nextInt(3) == 0 ? random.nextInt(pool.size())
                : pool.size() - 1 - random.nextInt(Math.min(8, pool.size())));
    }

    private Expr number() {
        return constant(NUMBERS[random.nextInt(wild ? NUMBERS.length : NUMBERS.length - 2)]);
    }

    private Expr next() {
        Expr a = any();
        Expr b = random.nextInt(4) == 0 ? number() : any();
        return switch (random.nextInt(12)) {
            case 0 -> a.add(b);
            case 1 -> random.nextBoolean() ? a.sub(b) : b.sub(a);
            case 2 -> a.mul(b);
            case 3 -> a.div(b);
            case 4 -> unary(a);
            case 5 -> condition(a, b);
            case 6 -> reduction(a);
            case 7 -> matmul(a, b, random.nextBoolean(), random.nextBoolean());
            case 8 -> movement(a);
            case 9 -> movement(a);
            case 10 -> random.nextBoolean() ? maximum(a, b) : minimum(b, a);
            default -> random.nextBoolean() ? a.neg() : number().add(number());
        };
    }

    private Expr unary(Expr a) {
        return switch (random.nextInt(8)) {
            case 0 -> Expressions.tanh(a);
            case 1 -> Expressions.abs(a);
            case 2 -> Expressions.floor(a);
            case 3 -> stopGradient(a);
            case 4 -> Expressions.sign(a);
            case 5 -> a.pow(random.nextBoolean() ? 1 : 0);
            case 6 -> a.cast(Type.INT32).add(constant(random.nextInt(2), Type.INT32)).neg().cast(Type.REAL);
            default -> Expressions.expm1(minimum(a, 20));
        };
    }

    private Expr condition(Expr a, Expr b) {
        Expr c = random.nextInt(6) == 0 ? constant(random.nextInt(2), Type.BOOL) : a.gt(b);
        c = random.nextBoolean() ? c.not() : c;
        Expr other = any().ge(a);
        c = random.nextInt(3) == 0 ? c.and(other) : random.nextInt(3) == 0 ? c.or(other) : c;
        return where(c, random.nextInt(4) == 0 ? b : a, b);
    }

    private Expr reduction(Expr a) {
        int axis = random.nextInt(Math.max(1, a.shape().rank()));
        return switch (random.nextInt(4)) {
            case 0 -> sumKeep(a, axis);
            case 1 -> Expressions.sum(a, axis);
            case 2 -> maxKeep(a, axis);
            default -> Expressions.cumsum(a, axis);
        };
    }

    private Expr movement(Expr a) {
        int rank = a.shape().rank();
        if (rank == 0) {
            return reshape(a, Shape.of(1));
        }
        int[] zeros = new int[rank];
        return switch (random.nextInt(9)) {
            case 0 -> reshape(a, flat(a.shape()));
            case 1 -> reshape(a, insertOne(a.shape()));
            case 2 -> transpose(a, permutation(rank));
            case 3 -> broadcast(a, a.shape().prepend(random.nextInt(2) + 1));
            case 4 -> reverse(a, rank - 1);
            case 5 -> pad(a, zeros, last(rank, random.nextInt(2)), 0);
            case 6 -> slice(a, last(rank, random.nextInt(2)), a.shape().toArray());
            case 7 -> concat(List.of(a, a.mul(2)).subList(0, 1 + random.nextInt(2)), rank - 1);
            default -> iota(a.shape(), 0).cast(Type.REAL);
        };
    }

    private static Shape flat(Shape shape) {
        int size = (int) shape.sizePerRow();
        return shape.isBatched() ? Shape.of(Shape.ROWS, size) : Shape.of(size);
    }

    private static Shape insertOne(Shape shape) {
        int[] extents = new int[shape.rank() + 1];
        System.arraycopy(shape.toArray(), 0, extents, 0, shape.rank());
        extents[shape.rank()] = 1;
        return Shape.of(extents);
    }

    private static int[] last(int rank, int value) {
        int[] numbers = new int[rank];
        numbers[rank - 1] = value;
        return numbers;
    }

    private int[] permutation(int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(random.nextInt(i + 1), i);
        }
        return axes.stream().mapToInt(i -> i).toArray();
    }
}
