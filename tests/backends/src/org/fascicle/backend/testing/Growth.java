package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;

/** Expressions that grow at random out of given ones, and stay of moderate size, in extents and in numbers. */
final class Growth {
    private static final int MAX_SIZE = 400;
    private static final int MAX_RANK = 4;
    private static final int MOST_STEPS = 4;
    private static final int WIDE = 64;

    private final Random random;
    private final Map<Type, List<Expr>> pools = new EnumMap<>(Type.class);
    private int draws;

    Growth(Random random, List<Expr> from) {
        this.random = random;
        for (Type type : Type.values()) {
            pools.put(type, new ArrayList<>());
        }
        from.forEach(this::keep);
    }

    /** Makes so many more expressions. */
    void grow(int steps) {
        for (int made = 0; made < steps;) {
            try {
                Expr next = next();
                if (next.shape().rank() <= MAX_RANK && next.shape().sizePerRow() <= MAX_SIZE) {
                    keep(next);
                    made++;
                }
            } catch (ShapeException e) {
                // These do not fit together: draw others.
                continue;
            }
        }
    }

    private void keep(Expr expression) {
        pools.get(expression.type()).add(expression);
    }

    /** One of the last expressions of a type. */
    Expr recent(Type type) {
        List<Expr> pool = pools.get(type);
        return pool.get(pool.size() - 1 - random.nextInt(Math.min(4, pool.size())));
    }

    private Expr any(Type type) {
        List<Expr> pool = pools.get(type);
        return random.nextBoolean() ? pool.get(random.nextInt(pool.size())) : recent(type);
    }

    private Expr real() {
        return any(Type.REAL);
    }

    private Expr any() {
        int kind = random.nextInt(6);
        return any(kind == 0 ? Type.INT32 : kind == 1 ? Type.BOOL : Type.REAL);
    }

    /** An expression of a type and shape. */
    Expr fitting(Type type, Shape shape) {
        for (int i = 0; i < 20; i++) {
            try {
                return Expressions.broadcast(any(type), shape);
            } catch (ShapeException e) {
                // Too large, or of other extents: another one.
                continue;
            }
        }
        return Expressions.broadcast(Expressions.constant(random.nextInt(3) - 1, type), shape);
    }

    private Expr like(Expr a) {
        return fitting(a.type(), a.shape());
    }

    private Expr next() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> function(real());
            case 3, 4, 5 -> pair(real());
            case 6, 7 -> selected();
            case 8, 9 -> reduced(real());
            case 10, 11 -> moved(any());
            case 12 -> random.nextBoolean() ? loop() : moved(any());
            case 13 -> product();
            case 14 -> window();
            case 15 -> indexed();
            case 16 -> composite(real());
            case 17 -> drawn();
            case 18 -> integer();
            default -> truth();
        };
    }

    private Expr function(Expr a) {
        Expr positive = Expressions.abs(a).add(0.25);
        return switch (random.nextInt(18)) {
            case 0 -> Expressions.tanh(a);
            case 1 -> Expressions.exp(Expressions.minimum(a, 1));
            case 2 -> Expressions.expm1(Expressions.minimum(a, 1));
            case 3 -> Expressions.log1p(Expressions.abs(a));
            case 4 -> Expressions.sqrt(positive);
            case 5 -> random.nextBoolean() ? Expressions.erf(a) : Expressions.erfc(a);
            case 6 -> Expressions.sin(a);
            case 7 -> Expressions.cos(a);
            case 8 -> a.neg();
            case 9 -> Expressions.log(positive);
            case 10 -> Expressions.erfinv(Expressions.tanh(a).mul(0.9));
            case 11 -> Expressions.abs(a);
            case 12 -> Expressions.sign(a);
            case 13 -> Expressions.floor(a.mul(2));
            case 14 -> Expressions.stopGradient(a);
            case 15 -> positive.pow(0.7);
            case 16 -> a.mul(Expressions.scalar("rate"));
            default -> a.square().mul(0.3);
        };
    }

    private Expr pair(Expr a) {
        Expr b = random.nextInt(4) == 0 ? real() : like(a);
        return switch (random.nextInt(9)) {
            case 0 -> a.add(b);
            case 1 -> a.sub(b);
            case 2 -> a.mul(b).mul(0.5);
            case 3 -> a.div(Expressions.abs(b).add(1));
            case 4 -> Expressions.maximum(a, b);
            case 5 -> Expressions.minimum(b, a);
            case 6 -> Expressions.abs(a).add(0.5).pow(Expressions.tanh(b));
            case 7 -> a.mul(0.9).add(b.mul(0.1));
            default -> b.add(random.nextInt(4)).mul(0.5);
        };
    }

    private Expr selected() {
        Expr a = any();
        Expr b = random.nextInt(4) == 0 ? Expressions.constant(0, a.type()) : like(a);
        Expr condition = random.nextBoolean() && a.type() == Type.REAL ? a.gt(b) : fitting(Type.BOOL, a.shape());
        return Expressions.where(condition, a.type() == Type.REAL && random.nextBoolean() ? function(a) : a, b);
    }

    private Expr reduced(Expr a) {
        int rank = a.shape().rank();
        if (rank == 0) {
            return a.add(1);
        }
        int[] axes = axes(rank);
        return switch (random.nextInt(6)) {
            case 0 -> Expressions.sum(a, axes).mul(0.3);
            case 1 -> Expressions.mean(Expressions.pad(a, new int[rank], last(rank, 1), 0.5), axes);
            case 2 -> Expressions.max(a, axes);
            case 3 -> a.sub(Expressions.maxKeep(a, axes));
            case 4 -> a.mul(0.5).sub(Expressions.sumKeep(a, axes).mul(0.1));
            default -> Expressions.cumsum(a, random.nextInt(rank)).mul(0.3);
        };
    }

    private Expr moved(Expr a) {
        int rank = a.shape().rank();
        if (rank == 0 || random.nextInt(8) == 0) {
            return a.shape().isBatched() ? Expressions.broadcast(a, a.shape().prepend(2))
                    : Expressions.broadcast(a, a.shape().prepend(random.nextBoolean() ? ROWS : 1 + random.nextInt(3)));
        }
        int last = a.shape().extent(-1);
        int[] stop = a.shape().toArray();
        int[] step = new int[rank];
        Arrays.fill(step, 1);
        return switch (random.nextInt(8)) {
            case 0 -> Expressions.reshape(a, Shape.of(a.shape().isBatched()
                    ? new int[] {ROWS, (int) a.shape().sizePerRow()} : new int[] {(int) a.shape().sizePerRow()}));
            case 1 -> Expressions.reshape(a, inserted(a.shape()));
            case 2, 3 -> Expressions.transpose(a, permutation(rank));
            case 4 -> Expressions.pad(a, last(rank, random.nextInt(2)), last(rank, random.nextInt(3)),
                    random.nextInt(2));
            case 5 -> Expressions.slice(a, last(rank, last > 1 ? random.nextInt(2) : 0), stop,
                    last == ROWS ? step : added(step, last(rank, random.nextInt(2))));
            case 6 -> Expressions.concat(List.of(a, like(a), a).subList(0, 2 + random.nextInt(2)),
                    random.nextInt(rank));
            default -> Expressions.reverse(a, axes(rank));
        };
    }

    private Expr product() {
        Expr a = real();
        int rank = a.shape().rank();
        if (rank < 2) {
            throw new ShapeException("no matrix");
        }
        int[] shape = a.shape().toArray();
        if (random.nextBoolean()) {
            return Expressions.matmul(a, real(), random.nextBoolean(), random.nextBoolean()).mul(0.3);
        }
        shape[rank - 2] = shape[rank - 1];
        boolean isWide = random.nextInt(4) == 0;
        shape[rank - 1] = 1 + random.nextInt(9) + (isWide ? WIDE : 0);
        Expr product = Expressions.matmul(a, fitting(Type.REAL, Shape.of(shape))).mul(0.3);
        return isWide ? normalized(product) : product;
    }

    /** A loop over few steps, each of which makes the carry smaller, and so what rounding has moved. */
    private Expr loop() {
        Expr x = real();
        int axis = ScanLoop.stepAxis(x.shape());
        if (x.shape().rank() <= axis || x.shape().rowsAxis() > 0 || x.shape().extent(axis) > MOST_STEPS) {
            throw new ShapeException("no sequence of few steps");
        }
        Shape slice = x.shape().drop(axis);
        Expr captured = fitting(Type.REAL, slice);
        boolean multiplies = slice.rank() == 2 && random.nextBoolean();
        Expr matrix = multiplies ? fitting(Type.REAL, Shape.of(slice.extent(1), slice.extent(1))) : captured;
        Scan loop = Scan.over(x).backwards(random.nextBoolean()).from(fitting(Type.REAL, slice)).run(step -> {
            Expr carry = step.carry(0).mul(0.5);
            Expr z = step.slice(0).mul(0.5)
                    .add(multiplies ? Expressions.matmul(carry, Expressions.tanh(matrix)).mul(0.2) : carry);
            Expr h = Expressions.tanh(z).add(captured.mul(0.1));
            return step.next(h).giving(h.mul(step.slice(0)));
        });
        return random.nextInt(3) == 0 ? loop.carry(0) : loop.output(0).mul(0.5);
    }

    /** A chain along columns, as batch normalization is one: a backend may cut it so where there are many. */
    private static Expr normalized(Expr x) {
        Expr off = x.sub(Expressions.mean(x, 0));
        return Expressions.tanh(off.div(Expressions.sqrt(Expressions.mean(off.mul(off), 0).add(0.5))));
    }

    private Expr window() {
        List<Expr> images = pools.get(Type.REAL).stream().filter(e -> e.shape().rank() == 4).collect(Collectors.toList());
        Expr a = images.get(random.nextInt(images.size()));
        boolean convolves = random.nextBoolean();
        Window window = Window.of(1 + random.nextInt(3), 1 + random.nextInt(3))
                .strides(1 + random.nextInt(2), 1 + random.nextInt(2));
        window = convolves && random.nextInt(3) == 0 ? window.dilations(2, 1) : window;
        window = random.nextBoolean() ? window.same(a.shape()) : window;
        if (!convolves) {
            return pooled(a, window);
        }
        Shape kernel = Shape.of(window.extents()[0], window.extents()[1], a.shape().extent(3), 1 + random.nextInt(4));
        return Expressions.conv2d(a, fitting(Type.REAL, kernel), window).mul(0.3);
    }

    private Expr pooled(Expr a, Window window) {
        return switch (random.nextInt(4)) {
            case 0 -> Expressions.sumPool(a, window).mul(0.3);
            case 1 -> Primitives.MAX_POOL_GRAD.apply(List.of(a, Expressions.stopGradient(
                    fitting(Type.REAL, window.over(a.shape())))), window.attributes());
            default -> Expressions.maxPool(a, window);
        };
    }

    private Expr indexed() {
        Expr a = real();
        int rank = a.shape().rank();
        if (rank == 0) {
            throw new ShapeException("nothing to pick from");
        }
        int axis = random.nextInt(rank);
        return switch (random.nextInt(5)) {
            case 0 -> Expressions.sort(a);
            case 1 -> Expressions.argsort(a);
            case 2 -> Expressions.argmax(a, axis);
            case 3 -> {
                Expr index = any(Type.INT32);
                int batch = random.nextBoolean() ? 0 : Math.min(axis, index.shape().rank());
                requireSome(a.shape().extent(axis));
                yield Expressions.gather(a, index, axis, batch);
            }
            default -> {
                Expr index = any(Type.INT32);
                requireSome(a.shape().extent(axis));
                Expr read = Expressions.gather(a, index, axis);
                yield Expressions.scatterAdd(a.shape(), index, fitting(Type.REAL, read.shape()), axis, 0);
            }
        };
    }

    private static void requireSome(int extent) {
        if (extent == 0 || extent == ROWS) {
            throw new ShapeException("no fixed number of elements to pick from");
        }
    }

    private Expr composite(Expr a) {
        if (a.shape().rank() == 0) {
            return Expressions.sigmoid(a);
        }
        return switch (random.nextInt(5)) {
            case 0 -> Expressions.softmax(a);
            case 1 -> Expressions.logSoftmax(a);
            case 2 -> Expressions.logSumExp(a);
            case 3 -> Expressions.softplus(a);
            default -> Expressions.sigmoid(a);
        };
    }

    private Expr drawn() {
        Shape shape = any().shape();
        return switch (random.nextInt(4)) {
            case 0 -> Expressions.randomBits("path", draws++, shape, 8).gt(Expressions.constant(100, Type.UINT32));
            case 1 -> Expressions.randomBits("path", draws++, shape, 3).cast(Type.INT32);
            case 2 -> Expressions.constant(0.25 + random.nextInt(3));
            default -> Expressions.randomBits("path", draws++, shape, 24).cast(Type.REAL).mul(0x1p-24);
        };
    }

    private Expr integer() {
        Expr a = any(Type.INT32);
        Expr b = like(a);
        return switch (random.nextInt(14)) {
            case 0 -> a.add(b);
            case 1 -> a.sub(b);
            case 2 -> a.mul(b);
            case 3 -> a.div(b);
            case 4 -> a.neg();
            case 5 -> Expressions.abs(a);
            case 6 -> Expressions.sign(a);
            case 7 -> Expressions.maximum(a, b);
            case 8 -> Expressions.minimum(a, b);
            case 9 -> a.shape().rank() == 0 ? a.add(1) : Expressions.sum(a, axes(a.shape().rank()));
            case 10 -> real().cast(Type.INT32);
            case 11 -> any(Type.BOOL).cast(Type.INT32);
            case 12 -> a.shape().rank() == 0 ? a.cast(Type.REAL)
                    : Expressions.iota(a.shape(), random.nextInt(a.shape().rank())).cast(Type.REAL).mul(0.25);
            default -> a.cast(Type.REAL);
        };
    }

    private Expr truth() {
        Expr a = any();
        Expr mask = any(Type.BOOL);
        return switch (random.nextInt(8)) {
            case 0, 1 -> a.gt(like(a));
            case 2 -> a.ge(like(a));
            case 3 -> a.eq(like(a));
            case 4 -> mask.not();
            case 5 -> mask.and(like(mask));
            case 6 -> mask.or(like(mask));
            default -> a.cast(Type.BOOL);
        };
    }

    private int[] axes(int rank) {
        int[] axes = IntStream.range(0, rank).filter(axis -> random.nextBoolean()).toArray();
        return axes.length == 0 ? new int[] {random.nextInt(rank)} : axes;
    }

    private static int[] last(int rank, int value) {
        int[] numbers = new int[rank];
        numbers[rank - 1] = value;
        return numbers;
    }

    private static int[] added(int[] a, int[] b) {
        return IntStream.range(0, a.length).map(i -> a[i] + b[i]).toArray();
    }

    private Shape inserted(Shape shape) {
        int at = random.nextInt(shape.rank()) + 1;
        List<Integer> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add(extent);
        }
        extents.add(at, 1);
        return Shape.of(extents.stream().mapToInt(i -> i).toArray());
    }

    private int[] permutation(int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(random.nextInt(i + 1), i);
        }
        return axes.stream().mapToInt(i -> i).toArray();
    }
}
