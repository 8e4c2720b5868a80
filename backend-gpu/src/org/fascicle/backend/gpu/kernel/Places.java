package org.fascicle.backend.gpu.kernel;

import org.fascicle.api.graph.Node;

/** Where tensors begin within the memory that kernels are handed. */
public interface Places {
    /** The number of the first element. */
    int offset(Node tensor);

    /** Where the guard of a program stands, whose false value keeps a kernel from running; −1 for a kernel that runs in any case. */
    int guard();
}
