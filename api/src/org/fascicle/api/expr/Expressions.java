package org.fascicle.api.expr;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The functions of the expression set, meant for a static import: {@code where(z.gt(0), z, expm1(z).mul(alpha))}.
 * All refuse operands that do not fit with a {@link ShapeException} that names their types and shapes. Axes count from 0,
 * or from the end if negative.
 */
public final class Expressions {
    private Expressions() {}

    /**
     * Refuses a hyperparameter; for compact constructors.
     *
     * @throws IllegalArgumentException with the message, if the condition does not hold
     */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A real number of rank 0. */
    public static Expr constant(double value) {
        return constant(value, Type.REAL);
    }

    /** A number of rank 0 of a given type. */
    public static Expr constant(double value, Type type) {
        return Primitives.CONSTANT.apply(List.of(), Attributes.of("value", value).with("type", type));
    }

    /** A number, repeated to a shape. */
    public static Expr full(Shape shape, double value) {
        return broadcast(constant(value), shape);
    }

    /** Zeros of the type and shape of another expression. */
    public static Expr zerosLike(Expr like) {
        return broadcast(constant(0, like.type()), like.shape());
    }

    /** The index of each element along an axis, int32. */
    public static Expr iota(Shape shape, int axis) {
        return Primitives.IOTA.apply(List.of(), Attributes.of("shape", shape).with("axis", shape.axis(axis)));
    }

    /** The number of rows of the batch at hand, as a host scalar. */
    public static Expr rows() {
        return scalar("rows");
    }

    /** A named number that the host computes once a step; techniques get theirs from their scope. */
    public static Expr scalar(String name) {
        return Primitives.SCALAR.apply(List.of(), Attributes.of("name", name));
    }

    /** Data handed to the program under a name. */
    public static Expr input(String name, Type type, Shape shape) {
        return Primitives.INPUT.apply(
                List.of(), Attributes.of("name", name).with("type", type).with("shape", shape));
    }

    /** A tensor of the store; techniques get theirs from their scope. */
    public static Expr variable(String path, Type type, Shape shape) {
        return Primitives.VARIABLE.apply(
                List.of(), Attributes.of("path", path).with("type", type).with("shape", shape));
    }

    /** Random bits, see {@link Philox}; techniques draw from their scope. */
    public static Expr randomBits(String path, int draw, Shape shape, int bits) {
        return Primitives.RANDOM_BITS.apply(List.of(),
                Attributes.of("path", path).with("draw", draw).with("shape", shape).with("bits", bits));
    }

    /** |x|. */
    public static Expr abs(Expr x) {
        return elementwise(Primitives.ABS, x);
    }

    /** −1, 0 or 1. */
    public static Expr sign(Expr x) {
        return elementwise(Primitives.SIGN, x);
    }

    /** The greatest integer that is not above x. */
    public static Expr floor(Expr x) {
        return elementwise(Primitives.FLOOR, x);
    }

    /** e to the power of x. */
    public static Expr exp(Expr x) {
        return elementwise(Primitives.EXP, x);
    }

    /** exp(x) − 1, exact near 0. */
    public static Expr expm1(Expr x) {
        return elementwise(Primitives.EXPM1, x);
    }

    /** The natural logarithm. */
    public static Expr log(Expr x) {
        return elementwise(Primitives.LOG, x);
    }

    /** log(1 + x), exact near 0. */
    public static Expr log1p(Expr x) {
        return elementwise(Primitives.LOG1P, x);
    }

    /** The square root; its gradient at 0 is 0. */
    public static Expr sqrt(Expr x) {
        return elementwise(Primitives.SQRT, x);
    }

    /** The hyperbolic tangent. */
    public static Expr tanh(Expr x) {
        return elementwise(Primitives.TANH, x);
    }

    /** The error function. */
    public static Expr erf(Expr x) {
        return elementwise(Primitives.ERF, x);
    }

    /** The complement of the error function, 1 − erf(x), which keeps its digits where it is small. */
    public static Expr erfc(Expr x) {
        return elementwise(Primitives.ERFC, x);
    }

    /** The inverse of the error function. */
    public static Expr erfinv(Expr x) {
        return elementwise(Primitives.ERFINV, x);
    }

    /** The sine of radians. */
    public static Expr sin(Expr x) {
        return elementwise(Primitives.SIN, x);
    }

    /** The cosine of radians. */
    public static Expr cos(Expr x) {
        return elementwise(Primitives.COS, x);
    }

    /** 1 / (1 + exp(−x)). */
    public static Expr sigmoid(Expr x) {
        return elementwise(Primitives.SIGMOID, x);
    }

    /** log(1 + exp(x)), without overflow. */
    public static Expr softplus(Expr x) {
        return elementwise(Primitives.SOFTPLUS, x);
    }

    /** exp(x) over its sum along the last axis. */
    public static Expr softmax(Expr x) {
        return elementwise(Primitives.SOFTMAX, x);
    }

    /** The logarithm of {@link #softmax}, without cancellation. */
    public static Expr logSoftmax(Expr x) {
        return elementwise(Primitives.LOG_SOFTMAX, x);
    }

    /** log of the sum of exp along the last axis, which is dropped. */
    public static Expr logSumExp(Expr x) {
        return elementwise(Primitives.LOGSUMEXP, x);
    }

    /** The greater; a tie's gradient goes to the first. */
    public static Expr maximum(Expr x, Expr y) {
        return elementwise(Primitives.MAX, x, y);
    }

    /** The greater of x and a number. */
    public static Expr maximum(Expr x, double y) {
        return maximum(x, like(x, y));
    }

    /** The lesser; a tie's gradient goes to the first. */
    public static Expr minimum(Expr x, Expr y) {
        return elementwise(Primitives.MIN, x, y);
    }

    /** The lesser of x and a number. */
    public static Expr minimum(Expr x, double y) {
        return minimum(x, like(x, y));
    }

    /** a where the condition is true, else b; the branch that was not taken has no part in the gradient. */
    public static Expr where(Expr condition, Expr a, Expr b) {
        return elementwise(Primitives.WHERE, condition, a, b);
    }

    /** a where the condition is true, else a number. */
    public static Expr where(Expr condition, Expr a, double b) {
        return where(condition, a, like(a, b));
    }

    /** A number where the condition is true, else b. */
    public static Expr where(Expr condition, double a, Expr b) {
        return where(condition, like(b, a), b);
    }

    /** The same values in another type. */
    public static Expr cast(Expr x, Type type) {
        return x.type() == type ? x : Primitives.CAST.apply(List.of(x), Attributes.of("type", type));
    }

    /** x, through which no gradient flows. */
    public static Expr stopGradient(Expr x) {
        return elementwise(Primitives.STOP_GRADIENT, x);
    }

    /** The sum along axes, which are dropped; along all if none is named. */
    public static Expr sum(Expr x, int... axes) {
        return reduce(Primitives.SUM, x, false, axes);
    }

    /** The sum along axes, which stay with extent 1. */
    public static Expr sumKeep(Expr x, int... axes) {
        return reduce(Primitives.SUM, x, true, axes);
    }

    /** The maximum along axes, which are dropped; along all if none is named. */
    public static Expr max(Expr x, int... axes) {
        return reduce(Primitives.REDUCE_MAX, x, false, axes);
    }

    /** The maximum along axes, which stay with extent 1. */
    public static Expr maxKeep(Expr x, int... axes) {
        return reduce(Primitives.REDUCE_MAX, x, true, axes);
    }

    /** The mean along axes, which are dropped; over all if none is named. */
    public static Expr mean(Expr x, int... axes) {
        return sum(x, axes).div(count(x.shape(), axes));
    }

    /** The mean along axes, which stay with extent 1. */
    public static Expr meanKeep(Expr x, int... axes) {
        return sumKeep(x, axes).div(count(x.shape(), axes));
    }

    /** The number of elements along axes (all, if none is named): a constant, or a host scalar if the rows are among them. */
    public static Expr count(Shape shape, int... axes) {
        double fixed = 1;
        boolean batched = false;
        for (int axis : normalize(shape, axes)) {
            if (shape.extent(axis) == Shape.ROWS) {
                batched = true;
            } else {
                fixed *= shape.extent(axis);
            }
        }
        return !batched ? constant(fixed) : fixed == 1 ? rows() : rows().mul(fixed);
    }

    /** The first index of the greatest element along an axis, which is dropped; int32. */
    public static Expr argmax(Expr x, int axis) {
        return Primitives.ARGMAX.apply(List.of(x), Attributes.of("axis", x.shape().axis(axis)));
    }

    /** The running sum along an axis. */
    public static Expr cumsum(Expr x, int axis) {
        return Primitives.CUMSUM.apply(List.of(x), Attributes.of("axis", x.shape().axis(axis)));
    }

    /** The indices that sort the last axis, ascending; int32. */
    public static Expr argsort(Expr x) {
        return Primitives.ARGSORT.apply(List.of(x), Attributes.none());
    }

    /** x, sorted along its last axis, ascending. */
    public static Expr sort(Expr x) {
        int last = x.shape().rank() - 1;
        return gather(x, argsort(x), last, last);
    }

    /** The same elements in another shape. */
    public static Expr reshape(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : Primitives.RESHAPE.apply(List.of(x), Attributes.of("shape", shape));
    }

    /** x with its axes in another order: axis i of the result is axis {@code axes[i]} of x. */
    public static Expr transpose(Expr x, int... axes) {
        return Primitives.TRANSPOSE.apply(List.of(x), Attributes.of("axes", axes));
    }

    /** x with two axes in each other's place. */
    public static Expr swapAxes(Expr x, int one, int other) {
        int[] axes = IntStream.range(0, x.shape().rank()).toArray();
        int a = x.shape().axis(one);
        int b = x.shape().axis(other);
        axes[a] = b;
        axes[b] = a;
        return a == b ? x : transpose(x, axes);
    }

    /**
     * x with extents of 1 put between its axes and behind them, so that it meets tensors of a larger shape: its axes come to
     * lie at the given axes of that shape, in rising order.
     */
    public static Expr align(Expr x, Shape shape, int... axes) {
        int[] places = axes.length == 0 ? axes : normalize(shape, axes);
        if (places.length != x.shape().rank()) {
            throw new ShapeException(x.shape() + " cannot lie along " + places.length + " axes of " + shape);
        }
        int[] extents = new int[places.length == 0 ? 0 : shape.rank() - places[0]];
        Arrays.fill(extents, 1);
        for (int i = 0; i < places.length; i++) {
            extents[places[i] - places[0]] = x.shape().extent(i);
        }
        return reshape(x, Shape.of(extents));
    }

    /** x, repeated to a shape: aligned at the last axes, extents of 1 and missing axes are repeated. */
    public static Expr broadcast(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : Primitives.BROADCAST.apply(List.of(x), Attributes.of("shape", shape));
    }

    /** x with {@code low} and {@code high} elements of a value before and behind, per axis. */
    public static Expr pad(Expr x, int[] low, int[] high, double value) {
        return Primitives.PAD.apply(
                List.of(x), Attributes.of("low", low).with("high", high).with("value", value));
    }

    /** Every element from {@code start} to before {@code stop}, per axis; stop is {@link Shape#ROWS} for the rows. */
    public static Expr slice(Expr x, int[] start, int[] stop) {
        int[] step = new int[start.length];
        Arrays.fill(step, 1);
        return slice(x, start, stop, step);
    }

    /** Every {@code step}-th element from {@code start} to before {@code stop}, per axis. */
    public static Expr slice(Expr x, int[] start, int[] stop, int[] step) {
        return Primitives.SLICE.apply(
                List.of(x), Attributes.of("start", start).with("stop", stop).with("step", step));
    }

    /** The elements from {@code start} to before {@code stop} along one axis, which is not that of the rows. */
    public static Expr slice(Expr x, int axis, int start, int stop) {
        int[] from = new int[x.shape().rank()];
        from[x.shape().axis(axis)] = start;
        return slice(x, from, x.shape().with(axis, stop).toArray());
    }

    /** Tensors side by side along an axis. */
    public static Expr concat(List<Expr> parts, int axis) {
        return parts.size() == 1 ? parts.get(0)
                : Primitives.CONCAT.apply(parts, Attributes.of("axis", parts.get(0).shape().axis(axis)));
    }

    /** x, back to front along axes. */
    public static Expr reverse(Expr x, int... axes) {
        return Primitives.REVERSE.apply(List.of(x), Attributes.of("axes", normalize(x.shape(), axes)));
    }

    /** Slices of x along an axis at int32 indices. */
    public static Expr gather(Expr x, Expr indices, int axis) {
        return gather(x, indices, axis, 0);
    }

    /** Slices of x along an axis at int32 indices, the first {@code batch} axes of both running together. */
    public static Expr gather(Expr x, Expr indices, int axis, int batch) {
        return Primitives.GATHER.apply(
                List.of(x, indices), Attributes.of("axis", x.shape().axis(axis)).with("batch", batch));
    }

    /** Zeros of a shape, to which updates are added where {@link #gather} would read them. */
    public static Expr scatterAdd(Shape shape, Expr indices, Expr updates, int axis, int batch) {
        return Primitives.SCATTER_ADD.apply(List.of(indices, updates),
                Attributes.of("shape", shape).with("axis", shape.axis(axis)).with("batch", batch));
    }

    /** The matrix product of the last two axes. */
    public static Expr matmul(Expr a, Expr b) {
        return matmul(a, b, false, false);
    }

    /** The matrix product of the last two axes, each operand transposed if its flag says so. */
    public static Expr matmul(Expr a, Expr b, boolean transposeA, boolean transposeB) {
        return Primitives.MATMUL.apply(List.of(a, b),
                Attributes.of("transpose_a", transposeA).with("transpose_b", transposeB));
    }

    /** The convolution of images [rows, h, w, c] with a kernel [kh, kw, c, o] of the window's extents. */
    public static Expr conv2d(Expr x, Expr kernel, Window window) {
        return Primitives.CONV.apply(List.of(x, kernel), window.attributes());
    }

    /**
     * The transposed convolution, which undoes the shapes of {@link #conv2d}: each element of x [rows, h', w', o] times the
     * kernel [kh, kw, c, o], added up where a convolution of images of a shape [rows, h, w, c] would have read them.
     */
    public static Expr conv2dTranspose(Expr x, Expr kernel, Window window, Shape images) {
        return Primitives.CONV_GRAD_INPUT.apply(List.of(x, kernel), window.attributes().with("shape", images));
    }

    /** The maximum of what the window covers, in each channel of images [rows, h, w, c]; padding does not count. */
    public static Expr maxPool(Expr x, Window window) {
        return Primitives.MAX_POOL.apply(List.of(x), window.attributes());
    }

    /** The sum of what the window covers, in each channel of images [rows, h, w, c]. */
    public static Expr sumPool(Expr x, Window window) {
        return Primitives.SUM_POOL.apply(List.of(x), window.attributes());
    }

    /** The shape that shapes are broadcast to when they meet in an elementwise operation. */
    public static Shape broadcastShape(Shape a, Shape b) {
        return a.broadcastWith(b);
    }

    static Expr like(Expr x, double number) {
        return constant(number, x.type());
    }

    static Expr elementwise(Primitive op, Expr... operands) {
        Shape shape = operands[0].shape();
        for (Expr operand : operands) {
            shape = broadcastShape(shape, operand.shape());
        }
        Shape target = shape;
        return op.apply(
                Arrays.stream(operands).map(x -> broadcast(x, target)).collect(Collectors.toList()), Attributes.none());
    }

    private static Expr reduce(Primitive op, Expr x, boolean keep, int... axes) {
        return op.apply(List.of(x), Attributes.of("axes", normalize(x.shape(), axes)).with("keep", keep));
    }

    private static int[] normalize(Shape shape, int... axes) {
        return axes.length == 0
                ? IntStream.range(0, shape.rank()).toArray()
                : Arrays.stream(axes).map(shape::axis).sorted().toArray();
    }
}
