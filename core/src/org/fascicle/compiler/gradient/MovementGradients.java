package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.scatterAdd;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.transpose;

import java.util.Map;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.expression.Uniform;

/** The gradients of what moves elements (reshape, slice, gather, …) and of the matrix product. */
final class MovementGradients {
    private MovementGradients() {}

    static void register(Map<Primitive, GradientRule> rules) {
        rules.put(Primitives.RESHAPE, b -> b.give(0, reshaped(b.whole(), b.x(0).shape())));
        rules.put(Primitives.TRANSPOSE, b -> b.give(0, transpose(b.whole(), inverse(b.attributes().integers("axes")))));
        rules.put(Primitives.BROADCAST, b -> b.give(0, summed(b.whole(), b.x(0).shape())));
        rules.put(Primitives.PAD, MovementGradients::cropped);
        rules.put(Primitives.SLICE, MovementGradients::putBack);
        rules.put(Primitives.CONCAT, MovementGradients::parts);
        rules.put(Primitives.REVERSE, b -> b.give(0, reverse(b.whole(), b.attributes().integers("axes"))));
        rules.put(Primitives.GATHER, MovementGradients::scattered);
        rules.put(Primitives.SCATTER_ADD, MovementGradients::gathered);
        rules.put(Primitives.MATMUL, MovementGradients::products);
    }

    private static Expr reshaped(Expr g, Shape shape) {
        return Uniform.isUniform(g) ? Uniform.in(shape, g) : reshape(g, shape);
    }

    // Undoes a broadcast. A sign, and a factor or divisor that was repeated in the same way, come behind the sum: one
    // operation on few numbers instead of many.
    private static Expr summed(Expr g, Shape shape) {
        if (g.op() == Primitives.NEG) {
            return summed(g.operands().get(0), shape).neg();
        }
        if (g.op() == Primitives.DIV && isRepeated(g.operands().get(1), shape)) {
            return summed(g.operands().get(0), shape).div(Uniform.source(g.operands().get(1)));
        }
        if (g.op() == Primitives.MUL) {
            for (int i = 0; i < 2; i++) {
                if (isRepeated(g.operands().get(i), shape)) {
                    return summed(g.operands().get(1 - i), shape).mul(Uniform.source(g.operands().get(i)));
                }
            }
        }
        return Axes.sumTo(g, shape);
    }

    private static boolean isRepeated(Expr x, Shape shape) {
        return x.op() == Primitives.BROADCAST && Uniform.source(x).shape().equals(shape);
    }

    private static int[] inverse(int[] axes) {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        return inverse;
    }

    private static void cropped(Backward b) {
        int[] start = b.attributes().integers("low");
        int[] stop = b.x(0).shape().toArray();
        for (int i = 0; i < stop.length; i++) {
            stop[i] = stop[i] == Shape.ROWS ? Shape.ROWS : start[i] + stop[i];
        }
        b.give(0, slice(b.whole(), start, stop));
    }

    private static void putBack(Backward b) {
        Shape from = b.x(0).shape();
        int[] start = b.attributes().integers("start");
        int[] step = b.attributes().integers("step");
        Expr g = b.whole();
        int[] low = new int[from.rank()];
        int[] high = new int[from.rank()];
        boolean padded = false;
        for (int axis = 0; axis < from.rank(); axis++) {
            int taken = g.shape().extent(axis);
            if (step[axis] > 1) {
                Expr places = iota(Shape.of(taken), 0);
                Expr indices = places.mul(step[axis]).add(start[axis]);
                g = scatterAdd(g.shape().with(axis, from.extent(axis)), indices, g, axis, 0);
            } else if (taken != from.extent(axis)) {
                low[axis] = start[axis];
                high[axis] = from.extent(axis) - taken - start[axis];
                padded = true;
            }
        }
        b.give(0, padded ? pad(g, low, high, 0) : g);
    }

    private static void parts(Backward b) {
        int axis = b.attributes().integer("axis");
        int[] start = new int[b.y().shape().rank()];
        for (int i = 0; i < b.y().operands().size(); i++) {
            Shape part = b.x(i).shape();
            int[] stop = part.toArray();
            stop[axis] += start[axis];
            if (b.wants(i)) {
                b.give(i, Uniform.isUniform(b.whole()) ? Uniform.in(part, b.whole()) : slice(b.whole(), start, stop));
            }
            start[axis] = stop[axis];
        }
    }

    private static void scattered(Backward b) {
        Attributes a = b.attributes();
        b.give(0, scatterAdd(b.x(0).shape(), b.x(1), b.whole(), a.integer("axis"), a.integer("batch")));
    }

    private static void gathered(Backward b) {
        Attributes a = b.attributes();
        b.give(1, gather(b.whole(), b.x(0), a.integer("axis"), a.integer("batch")));
    }

    private static void products(Backward b) {
        boolean ta = b.attributes().flag("transpose_a");
        boolean tb = b.attributes().flag("transpose_b");
        if (b.wants(0)) {
            b.give(0, ta ? matmul(b.x(1), b.whole(), tb, true) : matmul(b.whole(), b.x(1), false, !tb));
        }
        if (b.wants(1)) {
            b.give(1, tb ? matmul(b.whole(), b.x(0), true, ta) : matmul(b.x(0), b.whole(), !ta, false));
        }
    }
}
