package org.fascicle.core.program;

import org.fascicle.api.problem.InputException;

/** Refuses what cannot fit into this machine before a backend tries to allocate it. */
public final class Memory {
    private static final int BYTES = Float.BYTES;
    private static final long PHYSICAL = JdkManagement.memory().orElse(Long.MAX_VALUE);

    private Memory() {}

    public static void require(long elements, String what) {
        if (elements > Integer.MAX_VALUE - 8) {
            throw new InputException(null, null, what + " has " + elements + " elements, more than the "
                    + (Integer.MAX_VALUE - 8) + " that one tensor can have", "Make the layer or the batch smaller");
        } else if (elements > PHYSICAL / BYTES) {
            throw new InputException(null, null, what + " needs " + elements * BYTES / (1 << 20) + " MiB, more than the "
                    + PHYSICAL / (1 << 20) + " MiB that this machine has", "Make the layer or the batch smaller");
        }
    }
}
