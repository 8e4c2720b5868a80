package org.fascicle.compiler.pass;

import org.fascicle.api.graph.Node;
import org.osgi.annotation.versioning.ConsumerType;

/** Which sharing of memory a backend's kernels permit. The defaults permit everything. */
@ConsumerType
public interface PlanPolicy {
    /** Offsets in an arena are multiples of this number of elements; at least 1. */
    default int alignment() {
        return 16;
    }

    /**
     * Whether an elementwise kernel may write a result over an operand that it reads at the same place and nobody reads
     * later. Of a loop: whether what its steps give may be written, step by step, over a sequence that it reads step by step.
     */
    default boolean worksInPlace(Kernel kernel) {
        return true;
    }

    /** Whether a reshape, or a slice that is one contiguous piece, may share its operand's memory. */
    default boolean sharesMemory(Node view) {
        return true;
    }

    /**
     * Whether operands of a concatenation may be computed into their place in its result, where they are contiguous there.
     */
    default boolean joinsInPlace(Node concat) {
        return true;
    }

    /** Whether a commit's value may be computed into the variable's own memory, when nobody needs the old value any more. */
    default boolean commitsDirectly() {
        return true;
    }

    /**
     * Whether a kernel may begin before the one in front of it in the schedule has ended. The values of kernels that are
     * joined so share no memory, but for results over operands that are read at the same place.
     */
    default boolean overlaps(Kernel before, Kernel next) {
        return false;
    }
}
