package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.transpose;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.expression.Uniform;

/** Brings tensors whose axes were summed or repeated back to a shape, wherever the batch's rows lie. */
final class Axes {
    private Axes() {}

    /** Undoes a broadcast: the sum over the axes along which a tensor of the given shape was repeated. */
    static Expr sumTo(Expr g, Shape shape) {
        int more = g.shape().rank() - shape.rank();
        int[] ones = IntStream.range(more, g.shape().rank())
                .filter(i -> shape.extent(i - more) == 1 && g.shape().extent(i) != 1).toArray();
        int[] axes = IntStream.concat(IntStream.range(0, more), Arrays.stream(ones)).toArray();
        if (axes.length == 0) {
            return g;
        }
        if (more == 0) {
            return sumKeep(g, axes);
        }
        int[] inserted = IntStream.range(0, shape.rank()).filter(i -> Arrays.stream(ones).anyMatch(one -> one == i + more))
                .toArray();
        return insert(sum(g, axes), shape, inserted);
    }

    /** Undoes a reduction: repeats what is left along the axes that were reduced, up to the full shape. */
    static Expr expand(Expr reduced, Shape full, int[] axes, boolean kept) {
        if (Uniform.isUniform(reduced)) {
            return Uniform.in(full, reduced);
        }
        return broadcast(keep(reduced, full, axes, kept), full);
    }

    /** What a reduction left, with the reduced axes there again, of extent 1; axes in front may be left out. */
    static Expr keep(Expr reduced, Shape full, int[] axes, boolean kept) {
        if (kept) {
            return reduced;
        }
        Shape shape = full;
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        int leading = 0;
        while (leading < axes.length && axes[leading] == leading) {
            shape = shape.drop(0);
            leading++;
        }
        int dropped = leading;
        return insert(reduced, shape, Arrays.stream(axes).skip(leading).map(axis -> axis - dropped).toArray());
    }

    // A reshape wants the batch's rows in front, so they are brought there and back.
    private static Expr insert(Expr x, Shape shape, int[] inserted) {
        if (inserted.length == 0) {
            return x;
        }
        int from = x.shape().rowsAxis();
        int to = shape.rowsAxis();
        if (from <= 0 && to == from) {
            return reshape(x, shape);
        }
        int[] front = rowsFirst(x.shape().rank(), from);
        int[] back = new int[shape.rank()];
        int[] order = rowsFirst(shape.rank(), to);
        int[] extents = new int[shape.rank()];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
            extents[i] = shape.extent(order[i]);
        }
        return transpose(reshape(transpose(x, front), Shape.of(extents)), back);
    }

    private static int[] rowsFirst(int rank, int rows) {
        return IntStream.concat(IntStream.of(rows), IntStream.range(0, rank).filter(i -> i != rows)).toArray();
    }
}
