package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.transpose;

import java.util.Arrays;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;

/** Brings axes to other places. A reshape leaves rows where they are, and only if they come first. */
final class Axes {
    private Axes() {}

    /**
     * A tensor with more axes, of extent 1.
     *
     * @param rank how many axes there shall be
     * @param places where each axis comes to lie, in any order
     */
    static Expr spread(Expr x, int rank, int... places) {
        int own = x.shape().rank();
        int rows = Math.max(0, x.shape().rowsAxis());
        int[] order = new int[own];
        int[] source = new int[rank];
        Arrays.fill(source, -1);
        for (int i = 0, next = 1; i < own; i++) {
            int at = i == rows ? 0 : next++;
            order[at] = i;
            source[places[i]] = at;
        }
        Expr rowsFirst = isIdentity(order) ? x : transpose(x, order);
        Expr all = reshape(rowsFirst, Shape.of(ones(rowsFirst.shape().toArray(), rank)));
        int one = own;
        for (int i = 0; i < rank; i++) {
            source[i] = source[i] >= 0 ? source[i] : one++;
        }
        return isIdentity(source) ? all : transpose(all, source);
    }

    private static int[] ones(int[] extents, int rank) {
        int[] more = Arrays.copyOf(extents, rank);
        Arrays.fill(more, extents.length, rank, 1);
        return more;
    }

    /** A tensor with an axis at its end. */
    static Expr last(Expr x, int axis) {
        int[] order = order(x.shape().rank(), axis);
        return isIdentity(order) ? x : transpose(x, order);
    }

    /** Undoes {@link #last}. */
    static Expr back(Expr x, int axis) {
        int[] order = order(x.shape().rank(), axis);
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return isIdentity(inverse) ? x : transpose(x, inverse);
    }

    private static int[] order(int rank, int axis) {
        int[] order = new int[rank];
        int at = 0;
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order[at++] = i;
            }
        }
        order[rank - 1] = axis;
        return order;
    }

    private static boolean isIdentity(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** The index of each element along an axis, as a tensor of that axis alone, to be broadcast to a shape. */
    static Expr index(Shape shape, int axis) {
        int[] extents = new int[shape.rank() - axis];
        Arrays.fill(extents, 1);
        extents[0] = shape.extent(axis);
        return iota(Shape.of(extents), 0);
    }
}
