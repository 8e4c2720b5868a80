package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Optional;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** Decompositions of reductions and of what sorts, scatters and multiplies along axes. */
final class Reductions {
    /** In float32 whole numbers are exact up to here. */
    private static final int MOST_INDICES = 1 << 24;

    private Reductions() {}

    /** The elements where argmax says, axis by axis. */
    static Optional<Expr> max(Expr e) {
        boolean keep = e.attributes().flag("keep");
        int[] axes = IntStream.of(e.attributes().integers("axes")).sorted().toArray();
        Expr x = e.operands().get(0);
        for (int i = axes.length - 1; i >= 0; i--) {
            Expr greatest = max(x, axes[i]);
            x = keep ? greatest : sum(greatest, axes[i]);
        }
        return Optional.of(x);
    }

    private static Expr max(Expr x, int axis) {
        int end = x.shape().rank() - 1;
        if (x.shape().extent(axis) == 0) {
            return full(x.shape().with(axis, 1), Double.NEGATIVE_INFINITY);
        }
        Expr line = Axes.last(x, axis);
        Expr index = Axes.spread(Expressions.argmax(line, end), end + 1, IntStream.range(0, end).toArray());
        return Axes.back(gather(line, index, end, end), axis);
    }

    /** The lowest of the indices at which the maximum stands, or a NaN if there is one. */
    static Optional<Expr> argmax(Expr e) {
        Expr x = e.operands().get(0);
        int axis = e.attributes().integer("axis");
        int extent = x.shape().extent(axis);
        if (extent > MOST_INDICES) {
            return Optional.empty();
        } else if (extent == 0) {
            return Optional.of(broadcast(constant(0, Type.INT32), e.shape()));
        }
        Expr greatest = maxKeep(x, axis);
        Expr stands = where(greatest.eq(greatest), x.eq(greatest), x.eq(x).not());
        Expr fromEnd = broadcast(cast(Axes.index(x.shape(), axis), Type.REAL).neg(), x.shape());
        Expr first = Expressions.max(where(stands, fromEnd, Double.NEGATIVE_INFINITY), axis);
        return Optional.of(cast(first.neg(), Type.INT32));
    }

    /** Sums of 2, 4, 8, … neighbours. */
    static Optional<Expr> cumsum(Expr e) {
        Expr x = e.operands().get(0);
        int axis = e.attributes().integer("axis");
        int extent = x.shape().extent(axis);
        if (extent == Shape.ROWS) {
            return Optional.empty();
        }
        int[] none = new int[x.shape().rank()];
        for (int distance = 1; distance < extent; distance *= 2) {
            int[] low = none.clone();
            low[axis] = distance;
            x = x.add(pad(slice(x, axis, 0, extent - distance), low, none, 0));
        }
        return Optional.of(x);
    }

    /** How many come before each element is its place; at each place, the index of the element that belongs there. */
    static Optional<Expr> argsort(Expr e) {
        Expr x = e.operands().get(0);
        int rank = x.shape().rank();
        int extent = x.shape().extent(-1);
        if (extent == Shape.ROWS) {
            return Optional.empty();
        }
        int[] others = IntStream.range(0, rank - 1).toArray();
        Expr one = Axes.spread(x, rank + 1, with(others, rank - 1));
        Expr other = Axes.spread(x, rank + 1, with(others, rank));
        Expr oneIsNumber = one.eq(one);
        Expr otherIsNumber = other.eq(other);
        Expr less = where(oneIsNumber, other.lt(one), otherIsNumber);
        Expr alike = where(oneIsNumber, other.eq(one), otherIsNumber.not());
        Shape square = Shape.of(extent, extent);
        Expr earlier = iota(square, 0).gt(iota(square, 1));
        Expr place = sum(cast(less.or(alike.and(earlier)), Type.INT32), rank);
        Expr isHere = Axes.spread(place, rank + 1, with(others, rank)).eq(iota(square, 0));
        Expr index = iota(square, 1);
        return Optional.of(sum(where(isHere, index, constant(0, Type.INT32)), rank));
    }

    private static int[] with(int[] places, int last) {
        return IntStream.concat(IntStream.of(places), IntStream.of(last)).toArray();
    }

    /** Sums, at each place of the axis, of the updates whose index it is. */
    static Optional<Expr> scatterAdd(Expr e) {
        Expr indices = e.operands().get(0);
        int axis = e.shape().axis(e.attributes().integer("axis"));
        int batch = e.attributes().integer("batch");
        int extent = e.shape().extent(axis);
        int many = indices.shape().rank() - batch;
        int rank = e.shape().rank() + many;
        if (extent == Shape.ROWS) {
            return Optional.empty();
        }
        // Axes: up to the one that is scattered to, those of the indices, that one, the rest.
        int[] ofIndices = IntStream.concat(IntStream.range(0, batch), IntStream.range(axis, axis + many)).toArray();
        int[] ofUpdates = IntStream.range(0, rank).filter(at -> at != axis + many).toArray();
        Expr at = minimum(maximum(Axes.spread(indices, rank, ofIndices), 0), extent - 1);
        Expr updates = Axes.spread(e.operands().get(1), rank, ofUpdates);
        Expr place = Axes.spread(iota(Shape.of(extent), 0), rank, axis + many);
        Expr chosen = where(at.eq(place), updates, 0);
        return Optional.of(many == 0 ? chosen : sum(chosen, IntStream.range(axis, axis + many).toArray()));
    }

    /** Products of all pairs, and their sums. */
    static Optional<Expr> matmul(Expr e) {
        int rank = e.shape().rank();
        int m = rank - 2;
        int k = rank - 1;
        int n = rank;
        int[] leading = IntStream.range(0, rank - 2).toArray();
        boolean transposeA = e.attributes().flag("transpose_a");
        boolean transposeB = e.attributes().flag("transpose_b");
        Expr a = Axes.spread(e.operands().get(0), rank + 1, transposeA ? with(with(leading, k), m) : with(with(leading, m), k));
        Expr b = Axes.spread(e.operands().get(1), rank + 1, transposeB ? with(with(leading, n), k) : with(with(leading, k), n));
        return Optional.of(sum(a.mul(b), k));
    }
}
