package org.fascicle.backend.gpu.kernel;

import java.util.Set;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.PlanPolicy;

/**
 * What a GPU computes together: elementwise chains with draws of random bits among them, with a sum or maximum at their end.
 * A thread computes addresses at little cost, so that all movements are read through whose elements lie at even distances.
 */
public final class GpuPolicy implements FusionPolicy, PlanPolicy {
    private static final Set<Primitive> EVEN =
            Set.of(Primitives.BROADCAST, Primitives.TRANSPOSE, Primitives.SLICE, Primitives.REVERSE);

    @Override
    public boolean readsThrough(Node movement, Node consumer) {
        return EVEN.contains(movement.op()) && (consumer.op().access() == Access.ELEMENTWISE || isFold(consumer)
                || EVEN.contains(consumer.op()));
    }

    /** Whether a node is a reduction that is rendered with what comes before it. */
    static boolean isFold(Node node) {
        return node.op() == Primitives.SUM || node.op() == Primitives.REDUCE_MAX;
    }

    /** Whether a movement's elements lie at even distances in its operand, along each axis. */
    static boolean isEven(Node node) {
        return EVEN.contains(node.op());
    }
}
