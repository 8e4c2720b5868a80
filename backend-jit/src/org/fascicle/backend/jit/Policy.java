package org.fascicle.backend.jit;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.core.pass.FusionPolicy;
import org.fascicle.core.pass.PlanPolicy;

/**
 * What the generated loops can do of what the core's passes offer: elementwise chains that read through broadcasts, with a
 * real sum or maximum at their end; transposes of the last two axes as a flag of a matrix product.
 */
final class Policy implements FusionPolicy, PlanPolicy {
    @Override
    public boolean fuses(Node producer, Node consumer) {
        return producer.op() != Primitives.RANDOM_BITS && (consumer.op().access() == Access.ELEMENTWISE || isFold(consumer));
    }

    @Override
    public boolean readsThrough(Node movement, Node consumer) {
        if (consumer.op() == Primitives.MATMUL) {
            return movement.op() == Primitives.TRANSPOSE && swapsLast(movement.attributes().integers("axes"));
        }
        return movement.op() == Primitives.BROADCAST && (consumer.op().access() == Access.ELEMENTWISE || isFold(consumer));
    }

    @Override
    public int maximumNodes() {
        return 48;
    }

    /** Whether a node is a reduction of generated code. */
    static boolean isFold(Node node) {
        return node.op() == Primitives.SUM && node.type() == Type.REAL || node.op() == Primitives.REDUCE_MAX;
    }

    private static boolean swapsLast(int[] axes) {
        int last = axes.length - 1;
        for (int i = 0; i < last - 1; i++) {
            if (axes[i] != i) {
                return false;
            }
        }
        return last >= 1 && axes[last] == last - 1;
    }
}
