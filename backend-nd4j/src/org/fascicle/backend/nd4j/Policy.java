package org.fascicle.backend.nd4j;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.nd4j.kernel.Repeat;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.PlanPolicy;

/**
 * How the compiler's passes are to treat graphs for libnd4j: one operation a kernel; broadcast operands folded into elementwise
 * operations that take a single number, a row or a column; transposes folded into matrix products; memory shared wherever it can
 * be.
 */
final class Policy implements FusionPolicy, PlanPolicy {
    private static final Set<String> MATRIX = Set.of("add", "sub", "mul", "div", "gt", "ge", "eq", "where");
    private static final Set<String> SINGLE = Set.of("max", "min", "pow");

    @Override
    public boolean fuses(Node producer, Node consumer) {
        return false;
    }

    @Override
    public boolean readsThrough(Node movement, Node consumer) {
        if (consumer.op() == Primitives.MATMUL) {
            return movement.op() == Primitives.TRANSPOSE && swapsLast(movement.attributes().integers("axes"));
        }
        return movement.op() == Primitives.BROADCAST && consumer.op().access() == Access.ELEMENTWISE
                && folded(consumer).contains(movement);
    }

    private static boolean swapsLast(int[] axes) {
        int last = axes.length - 1;
        for (int i = 0; i < last - 1; i++) {
            if (axes[i] != i) {
                return false;
            }
        }
        return axes[last] == last - 1;
    }

    /** The broadcast operands that the kernel of an elementwise operation takes as they are. */
    private static Set<Node> folded(Node consumer) {
        List<Node> operands = consumer.operands();
        Set<Node> folded = new HashSet<>();
        int split = 0;
        boolean full = false;
        for (Node operand : operands) {
            Repeat repeat = operand.op() == Primitives.BROADCAST && Collections.frequency(operands, operand) == 1
                    ? Repeat.of(operand.operand(0).shape(), operand.shape()) : null;
            if (repeat != null && takes(consumer, repeat.kind)
                    && (split == 0 || repeat.split == 0 || repeat.split == split)) {
                folded.add(operand);
                split = Math.max(split, repeat.split);
                full |= repeat.kind == Repeat.Kind.FULL;
            } else {
                full = true;
            }
        }
        if (!full && operands.size() == 2) {
            folded.remove(operands.get(0));
        }
        return folded;
    }

    private static boolean takes(Node consumer, Repeat.Kind kind) {
        String name = consumer.op().name();
        Type type = consumer.operands().get(consumer.operands().size() - 1).type();
        boolean matrix = MATRIX.contains(name) && (type == Type.REAL || name.equals("where"));
        switch (kind) {
            case FULL:
            case SINGLE:
                return matrix || SINGLE.contains(name) || type == Type.INT32 && consumer.operands().size() == 2;
            case ROW:
            case COLUMN:
                return matrix;
            default:
                return false;
        }
    }
}
