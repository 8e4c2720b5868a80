package org.fascicle.backend.jit.plan;

import java.util.Arrays;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.recipe.Elementary;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.PlanPolicy;

/**
 * What the generated loops can do of what the core's passes offer: elementwise chains that read through broadcasts, with a
 * real sum or maximum at their end; transposes of the last two axes as a flag of a matrix product, which rounds its operands
 * if they are to be.
 */
final class Policy implements FusionPolicy, PlanPolicy {
    private static final int LEAST_COLUMNS = 64;

    private final boolean isStep;
    private final int[] readers;

    /**
     * A policy for a graph.
     *
     * @param isStep whether it is a step of a loop, whose products round nothing themselves
     */
    Policy(Graph graph, boolean isStep) {
        this.isStep = isStep;
        this.readers = new int[graph.nodes().size()];
        graph.nodes().forEach(node -> node.operands().forEach(operand -> readers[operand.index()]++));
    }

    /** What is summed up over rows and read by others as well is computed with the others, row by row. */
    @Override
    public boolean fuses(Node producer, Node consumer) {
        return producer.op() != Primitives.RANDOM_BITS && (consumer.op().access() == Access.ELEMENTWISE
                || isFold(consumer) && !(readers[producer.index()] > 1 && foldsRows(consumer)));
    }

    private static boolean foldsRows(Node fold) {
        int rows = fold.operand(0).shape().rowsAxis();
        return Arrays.stream(fold.attributes().integers("axes")).anyMatch(axis -> axis == rows);
    }

    @Override
    public boolean readsThrough(Node movement, Node consumer) {
        if (consumer.op() == Primitives.MATMUL) {
            return Bfloat16.isRounding(movement.op(), movement.attributes()) && !isStep
                    || movement.op() == Primitives.TRANSPOSE && swapsLast(movement.attributes().integers("axes"));
        }
        return movement.op() == Primitives.BROADCAST && (consumer.op().access() == Access.ELEMENTWISE || isFold(consumer));
    }

    @Override
    public boolean takesEpilogue(Node anchor, Node consumer) {
        return Windows.takesEpilogue(anchor, consumer);
    }

    /** A truth value takes as much memory as a number, and a comparison less time than to write and read it. */
    @Override
    public boolean computesAgain(Node truth) {
        return true;
    }

    @Override
    public boolean keepsRowsTogether() {
        return true;
    }

    /** Of few columns, each is too short a way through memory. */
    @Override
    public boolean keepsColumnsTogether(int columns) {
        return columns >= LEAST_COLUMNS;
    }

    @Override
    public boolean overlaps(Kernel before, Kernel next) {
        return before.run() == next.run();
    }

    /**
     * So many operations of a lane: one or two elementary functions. Of longer code C1 runs out of registers, and then JDK 17 never hands
     * it to C2; or C2 runs out of what it may inline, and leaves vectors objects.
     */
    @Override
    public int maximumWeight() {
        return 64;
    }

    @Override
    public int weight(Node node) {
        return node.op().access() == Access.ELEMENTWISE ? Elementary.size(node) : 1;
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
