package org.fascicle.backend.reference;

import org.fascicle.api.backend.RunArguments;

/** Computes one node's value in one workspace, from its operands' into its own array. Allocates nothing. */
interface Kernel {
    /** Called when the extents of operands and result have changed; called before the first run. */
    default void resize() {}

    /** Computes the value. */
    void run(RunArguments arguments);
}
