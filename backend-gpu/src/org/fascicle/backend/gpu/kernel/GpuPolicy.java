package org.fascicle.backend.gpu.kernel;

import java.util.Arrays;
import java.util.Set;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.PlanPolicy;

/**
 * What a GPU computes together: elementwise chains with draws of random bits among them, with a sum or maximum at their end.
 * A thread computes addresses at little cost, so that all movements are read through whose elements lie at even distances.
 */
public final class GpuPolicy implements FusionPolicy, PlanPolicy {
    private static final int MANY = 64;
    private static final int FEW = 4096;
    private static final int LONGEST = 1 << 14;
    private static final Set<Primitive> EVEN =
            Set.of(Primitives.BROADCAST, Primitives.TRANSPOSE, Primitives.SLICE, Primitives.REVERSE);

    private final int[] readers;

    /** For a graph. */
    public GpuPolicy(Graph graph) {
        this.readers = new int[graph.nodes().size()];
        graph.nodes().forEach(node -> node.operands().forEach(operand -> readers[operand.index()]++));
    }

    /** What is summed up over rows and read by others as well is computed with the others. */
    @Override
    public boolean fuses(Node producer, Node consumer) {
        return !isFold(consumer) || readers[producer.index()] == 1 || !foldsRows(consumer);
    }

    private static boolean foldsRows(Node fold) {
        int rows = fold.operand(0).shape().rowsAxis();
        return Arrays.stream(fold.attributes().integers("axes")).anyMatch(axis -> axis == rows);
    }

    /** A truth value is compared again in less time than it is written and read. */
    @Override
    public boolean computesAgain(Node truth) {
        return true;
    }

    /** A group walks a line or some: there have to be many of them, or so few elements that one group is enough for all. */
    @Override
    public boolean joinsLines(Shape lines, int axis) {
        long length = 1;
        long count = 1;
        for (int i = 0; i < lines.rank(); i++) {
            boolean isRows = lines.extent(i) == Shape.ROWS;
            if (isRows && i >= axis) {
                return false;
            }
            count *= i < axis ? isRows ? MANY : lines.extent(i) : 1;
            length *= i < axis ? 1 : lines.extent(i);
        }
        return length <= LONGEST && (count >= MANY || count * length <= FEW);
    }

    /** Gradients are computed whatever the guard says: a run that is refused is rare, and nothing has to wait. */
    @Override
    public boolean guardsWritesAlone() {
        return true;
    }

    @Override
    public boolean readsThrough(Node movement, Node consumer) {
        return EVEN.contains(movement.op()) && (consumer.op().access() == Access.ELEMENTWISE || isFold(consumer)
                || EVEN.contains(consumer.op()));
    }

    /** What follows a product element by element is computed before it is stored, and what follows a sum likewise. */
    @Override
    public boolean takesEpilogue(Node anchor, Node consumer) {
        boolean isOther = isFold(anchor) && !anchor.shape().equals(anchor.operand(0).shape());
        return (ProductKernel.isProduct(anchor) || isOther) && consumer.shape().equals(anchor.shape());
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
