package org.fascicle.compiler.pass;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Which operations a backend can fuse. The defaults suit a backend that generates one loop per kernel: elementwise
 * chains, with a reduction at their end, reading through broadcasts. Implementations give equal answers for equal arguments.
 */
@ConsumerType
public interface FusionPolicy {
    /** One kernel for each operation. */
    FusionPolicy NONE = new FusionPolicy() {
        @Override
        public boolean fuses(Node producer, Node consumer) {
            return false;
        }

        @Override
        public boolean readsThrough(Node movement, Node consumer) {
            return false;
        }
    };

    /**
     * Whether an elementwise producer ({@code iota} and {@code random_bits} count as such) may be computed in the kernel of
     * an elementwise consumer of its shape, or of a {@code sum} or {@code reduce_max} over it.
     */
    default boolean fuses(Node producer, Node consumer) {
        return true;
    }

    /**
     * Whether a consumer reads a movement's operand in its place, as an access map: the movement then is part of each kernel
     * that reads it, and is not stored for them. Called also for a cast that rounds reals to a smaller format: the consumer then
     * rounds what it reads.
     */
    default boolean readsThrough(Node movement, Node consumer) {
        Access access = consumer.op().access();
        return movement.op() == Primitives.BROADCAST && (access == Access.ELEMENTWISE || access == Access.REDUCTION);
    }

    /** Whether a heavy operation (a matrix product, …) computes an elementwise producer of an operand as it reads it. */
    default boolean takesPrologue(Node heavy, Node producer) {
        return false;
    }

    /** Whether a reduction or a heavy operation computes an elementwise consumer of its result before it stores it. */
    default boolean takesEpilogue(Node anchor, Node consumer) {
        return false;
    }

    /**
     * Whether other kernels that read an elementwise truth value compute it again, from what is stored in any case, so that it need not be
     * stored itself.
     */
    default boolean computesAgain(Node truth) {
        return false;
    }

    /**
     * Whether kernels become one that reduce the same lines, or that compute something for each element of these or for each line: the
     * results of one reduction are then read by others before all are there. Asked where one of them reads what the other computes.
     *
     * @param lines the shape that is reduced
     * @param axis the first axis that is reduced; all behind it are, too
     */
    default boolean joinsLines(Shape lines, int axis) {
        return false;
    }

    /**
     * Whether the guard does no more than keep variables from being written: all else that only guarded commits need is computed whatever
     * it says. Else all of that waits for the guard.
     */
    default boolean guardsWritesAlone() {
        return false;
    }

    /** The largest number of operations in one kernel, access maps not counted, each as {@link #weight} counts it. At least 1. */
    default int maximumWeight() {
        return 64;
    }

    /** As how many operations one counts, because of the code that it takes. At least 1. */
    default int weight(Node node) {
        return 1;
    }

    /**
     * Whether kernels that can be cut along rows come one after the other as far as possible, and those that cannot as well. Else kernels
     * come in the order of the graph.
     */
    default boolean keepsRowsTogether() {
        return false;
    }

    /**
     * Whether kernels that can be cut along so many columns come one after the other, too, as far as possible. Asked only where rows are
     * kept together.
     */
    default boolean keepsColumnsTogether(int columns) {
        return false;
    }
}
