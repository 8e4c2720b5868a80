package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.sumKeep;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** The gradients of sums and maxima along axes. */
final class ReductionGradients {
    private ReductionGradients() {}

    static void register(Map<Primitive, GradientRule> rules) {
        rules.put(Primitives.SUM, b -> b.give(0, expanded(b, b.whole())));
        rules.put(Primitives.REDUCE_MAX, ReductionGradients::max);
        rules.put(Primitives.CUMSUM, ReductionGradients::cumulative);
    }

    private static Expr expanded(Backward b, Expr reduced) {
        return Axes.expand(reduced, b.x(0).shape(), b.attributes().integers("axes"), b.attributes().flag("keep"));
    }

    private static void max(Backward b) {
        int[] axes = b.attributes().integers("axes");
        if (axes.length == 0) {
            b.give(0, b.whole());
            return;
        }
        Expr ties = b.x(0).eq(expanded(b, b.y()));
        Expr count = sumKeep(cast(ties, Type.REAL), axes);
        Expr kept = Axes.keep(b.whole(), b.x(0).shape(), axes, b.attributes().flag("keep"));
        b.giveWhere(0, broadcast(kept.div(count), b.x(0).shape()), ties);
    }

    private static void cumulative(Backward b) {
        int axis = b.attributes().integer("axis");
        Expr g = b.whole();
        if (g.shape().extent(axis) == Shape.ROWS) {
            // The rows cannot be reversed: the sum from the end is the total less what lies before.
            b.give(0, broadcast(sumKeep(g, axis), g.shape()).sub(cumsum(g, axis)).add(g));
        } else {
            b.give(0, reverse(cumsum(reverse(g, axis), axis), axis));
        }
    }
}
