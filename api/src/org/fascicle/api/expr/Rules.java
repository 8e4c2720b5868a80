package org.fascicle.api.expr;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Type and shape of each primitive's result; refuses operands that do not fit, with a message that names them. */
final class Rules {
    private Rules() {}

    static Primitive.Result iota(List<Expr> x, Attributes a) {
        a.shape("shape").axis(a.integer("axis"));
        return result(Type.INT32, a.shape("shape"));
    }

    static Primitive.Result same(List<Expr> x, Attributes a) {
        return result(x.get(0).type(), x.get(0).shape());
    }

    static Primitive.Result real(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.REAL, "needs real operands", x);
        return alike(x);
    }

    static Primitive.Result number(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.REAL || x.get(0).type() == Type.INT32, "needs real or int32 operands", x);
        return alike(x);
    }

    static Primitive.Result bool(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.BOOL, "needs bool operands", x);
        return alike(x);
    }

    static Primitive.Result comparison(List<Expr> x, Attributes a) {
        return result(Type.BOOL, alike(x).shape);
    }

    static Primitive.Result where(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.BOOL, "'where' needs a bool condition", x);
        Primitive.Result branch = alike(x.subList(1, 3));
        require(branch.shape.equals(x.get(0).shape()), "shapes differ", x);
        return branch;
    }

    static Primitive.Result bits(List<Expr> x, Attributes a) {
        require(a.integer("bits") >= 1 && a.integer("bits") <= 32, "random bits are 1 to 32, not " + a.integer("bits"), x);
        return result(Type.UINT32, a.shape("shape"));
    }

    static Primitive.Result realReduction(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.REAL, "needs a real operand", x);
        return reduction(x, a);
    }

    static Primitive.Result reduction(List<Expr> x, Attributes a) {
        Shape shape = x.get(0).shape();
        require(x.get(0).type() != Type.BOOL && x.get(0).type() != Type.UINT32, "a reduction needs numbers", x);
        int[] axes = a.integers("axes");
        boolean[] gone = new boolean[shape.rank()];
        for (int axis : axes) {
            require(axis >= 0 && !gone[shape.axis(axis)], "axes " + Arrays.toString(axes) + " do not fit", x);
            gone[axis] = true;
        }
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            if (gone[axis]) {
                shape = a.flag("keep") ? shape.with(axis, 1) : shape.drop(axis);
            }
        }
        return result(x.get(0).type(), shape);
    }

    static Primitive.Result argmax(List<Expr> x, Attributes a) {
        require(x.get(0).type() == Type.REAL, "argmax needs a real operand", x);
        return result(Type.INT32, x.get(0).shape().drop(a.integer("axis")));
    }

    static Primitive.Result alongAxis(List<Expr> x, Attributes a) {
        x.get(0).shape().axis(a.integer("axis"));
        return real(x, a);
    }

    static Primitive.Result argsort(List<Expr> x, Attributes a) {
        return result(Type.INT32, lastAxis(x, a).shape);
    }

    static Primitive.Result lastAxis(List<Expr> x, Attributes a) {
        require(x.get(0).shape().rank() >= 1, "needs a last axis", x);
        return real(x, a);
    }

    static Primitive.Result dropLastAxis(List<Expr> x, Attributes a) {
        return result(Type.REAL, lastAxis(x, a).shape.drop(-1));
    }

    static Primitive.Result reshape(List<Expr> x, Attributes a) {
        Shape from = x.get(0).shape();
        Shape to = a.shape("shape");
        boolean fits = from.sizePerRow() == to.sizePerRow() && from.rowsAxis() == to.rowsAxis() && from.rowsAxis() <= 0;
        require(fits, "cannot reshape to " + to, x);
        return result(x.get(0).type(), to);
    }

    static Primitive.Result transpose(List<Expr> x, Attributes a) {
        Shape from = x.get(0).shape();
        int[] axes = a.integers("axes");
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        int[] to = new int[axes.length];
        require(axes.length == from.rank(), "axes " + Arrays.toString(axes) + " do not fit", x);
        for (int i = 0; i < axes.length; i++) {
            require(sorted[i] == i, "axes " + Arrays.toString(axes) + " are no permutation", x);
            to[i] = from.extent(axes[i]);
        }
        return result(x.get(0).type(), Shape.of(to));
    }

    static Primitive.Result broadcast(List<Expr> x, Attributes a) {
        Shape from = x.get(0).shape();
        Shape to = a.shape("shape");
        boolean fits = from.rank() <= to.rank();
        for (int i = 1; fits && i <= from.rank(); i++) {
            fits = from.extent(-i) == 1 || from.extent(-i) == to.extent(-i);
        }
        require(fits, "cannot broadcast to " + to, x);
        return result(x.get(0).type(), to);
    }

    static Primitive.Result pad(List<Expr> x, Attributes a) {
        int[] to = x.get(0).shape().toArray();
        int[] low = a.integers("low");
        int[] high = a.integers("high");
        require(low.length == to.length && high.length == to.length, "padding does not fit", x);
        for (int i = 0; i < to.length; i++) {
            boolean fits = to[i] == Shape.ROWS ? low[i] == 0 && high[i] == 0 : low[i] >= 0 && high[i] >= 0;
            require(fits, "cannot pad axis " + i + " by " + low[i] + " and " + high[i], x);
            to[i] = Math.addExact(to[i], Math.addExact(low[i], high[i]));
        }
        return result(x.get(0).type(), Shape.of(to));
    }

    static Primitive.Result slice(List<Expr> x, Attributes a) {
        int[] to = x.get(0).shape().toArray();
        int[] start = a.integers("start");
        int[] stop = a.integers("stop");
        int[] step = a.integers("step");
        require(start.length == to.length && stop.length == to.length && step.length == to.length,
                "slice does not fit", x);
        for (int i = 0; i < to.length; i++) {
            boolean fits = to[i] == Shape.ROWS
                    ? start[i] == 0 && stop[i] == Shape.ROWS && step[i] == 1
                    : start[i] >= 0 && start[i] <= stop[i] && stop[i] <= to[i] && step[i] >= 1;
            require(fits, "cannot slice axis " + i + " from " + start[i] + " to " + stop[i] + " by " + step[i], x);
            to[i] = to[i] == Shape.ROWS ? Shape.ROWS : (int) (((long) stop[i] - start[i] + step[i] - 1) / step[i]);
        }
        return result(x.get(0).type(), Shape.of(to));
    }

    static Primitive.Result concat(List<Expr> x, Attributes a) {
        require(!x.isEmpty(), "concat needs an operand", x);
        Shape shape = x.get(0).shape();
        int axis = shape.axis(a.integer("axis"));
        require(shape.extent(axis) != Shape.ROWS, "cannot concatenate along the rows", x);
        int extent = 0;
        for (Expr part : x) {
            require(part.type() == x.get(0).type() && part.shape().rank() == shape.rank(), "operands differ", x);
            require(part.shape().extent(axis) != Shape.ROWS
                    && part.shape().with(axis, 0).equals(shape.with(axis, 0)), "shapes differ beside axis " + axis, x);
            extent = Math.addExact(extent, part.shape().extent(axis));
        }
        return result(x.get(0).type(), shape.with(axis, extent));
    }

    static Primitive.Result reverse(List<Expr> x, Attributes a) {
        for (int axis : a.integers("axes")) {
            require(x.get(0).shape().extent(axis) != Shape.ROWS, "cannot reverse the rows", x);
        }
        return same(x, a);
    }

    static Primitive.Result gather(List<Expr> x, Attributes a) {
        Shape from = x.get(0).shape();
        Shape indices = x.get(1).shape();
        int axis = from.axis(a.integer("axis"));
        int batch = a.integer("batch");
        require(x.get(1).type() == Type.INT32, "indices must be int32", x);
        requireBatch(from, indices, axis, batch, x);
        return result(x.get(0).type(), gathered(from, indices, axis, batch));
    }

    private static void requireBatch(Shape from, Shape indices, int axis, int batch, List<Expr> x) {
        require(batch >= 0 && batch <= axis && batch <= indices.rank(), "batch " + batch + " does not fit", x);
        for (int i = 0; i < batch; i++) {
            require(from.extent(i) == indices.extent(i), "batch axes differ", x);
        }
    }

    static Primitive.Result scatter(List<Expr> x, Attributes a) {
        Shape to = a.shape("shape");
        int axis = to.axis(a.integer("axis"));
        int batch = a.integer("batch");
        require(x.get(0).type() == Type.INT32, "indices must be int32", x);
        require(x.get(1).type() == Type.REAL, "updates must be real", x);
        requireBatch(to, x.get(0).shape(), axis, batch, x);
        require(gathered(to, x.get(0).shape(), axis, batch).equals(x.get(1).shape()), "cannot scatter into " + to, x);
        return result(Type.REAL, to);
    }

    private static Shape gathered(Shape from, Shape indices, int axis, int batch) {
        int[] to = new int[from.rank() - 1 + indices.rank() - batch];
        int at = 0;
        for (int i = 0; i < axis; i++) {
            to[at++] = from.extent(i);
        }
        for (int i = batch; i < indices.rank(); i++) {
            to[at++] = indices.extent(i);
        }
        for (int i = axis + 1; i < from.rank(); i++) {
            to[at++] = from.extent(i);
        }
        return Shape.of(to);
    }

    static Primitive.Result matmul(List<Expr> x, Attributes a) {
        Shape left = x.get(0).shape();
        Shape right = x.get(1).shape();
        int rank = left.rank();
        require(x.get(0).type() == Type.REAL && x.get(1).type() == Type.REAL, "a matrix product needs reals", x);
        require(rank >= 2 && right.rank() == rank, "a matrix product needs operands of equal rank, 2 or more", x);
        int[] to = left.toArray();
        for (int i = 0; i < rank - 2; i++) {
            require(left.extent(i) == right.extent(i), "leading extents differ", x);
        }
        boolean transposeA = a.flag("transpose_a");
        boolean transposeB = a.flag("transpose_b");
        int inner = left.extent(transposeA ? -2 : -1);
        require(inner == right.extent(transposeB ? -1 : -2), "inner extents differ", x);
        to[rank - 2] = left.extent(transposeA ? -1 : -2);
        to[rank - 1] = right.extent(transposeB ? -2 : -1);
        return result(Type.REAL, Shape.of(to));
    }

    private static Primitive.Result alike(List<Expr> x) {
        for (Expr operand : x) {
            require(operand.type() == x.get(0).type(), "types differ", x);
            require(operand.shape().equals(x.get(0).shape()), "shapes differ", x);
        }
        return result(x.get(0).type(), x.get(0).shape());
    }

    private static Primitive.Result result(Type type, Shape shape) {
        return new Primitive.Result(type, shape);
    }

    private static void require(boolean holds, String problem, List<Expr> x) {
        if (!holds) {
            throw new ShapeException(problem + ": " + x.stream()
                    .map(e -> e.type() + " " + e.shape()).collect(Collectors.joining(", ")));
        }
    }
}
