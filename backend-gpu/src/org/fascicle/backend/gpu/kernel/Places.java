package org.fascicle.backend.gpu.kernel;

import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/** Where tensors begin within the memory that kernels are handed. */
public interface Places {
    /** The number of the first element. */
    int offset(Node tensor);

    /**
     * What stands for a tensor's elements once more, as bfloat16 with 2 bytes each; null where they are not packed so. Its offset counts
     * such elements.
     */
    @Nullable
    Node packed(Node tensor);

    /** Where the guard of a program stands, whose false value keeps a kernel from running; −1 for a kernel that runs in any case. */
    int guard();
}
