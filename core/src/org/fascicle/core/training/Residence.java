package org.fascicle.core.training;

import java.util.OptionalLong;
import java.util.logging.Logger;

import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.expr.Shape;
import org.fascicle.core.data.Signature;

/** Where the rows of a training lie. */
enum Residence {
    /** All in the memory of the backend. */
    DEVICE,
    /** With the host, which brings those of each step. */
    HOST;

    private static final Logger LOG = Logger.getLogger(Residence.class.getName());
    private static final int MIB = 20;
    /** The bytes of rows that are copied within the host's memory: a copy is quicker to read, and takes as much again. */
    private static final long COPIED = 64 << MIB;

    /**
     * Where rows lie: with the host if they would take more than half of what the device has, which a network needs, too; or if they take
     * much of the host's memory already, and the backend has no other.
     *
     * @param held the bytes that the rows take of the host's memory, as {@link org.fascicle.api.data.Rows#bytes} has it
     */
    static Residence of(Signature signature, long rows, long held, Capabilities capabilities) {
        OptionalLong memory = capabilities.memory();
        long perRow = 2;
        for (Shape input : signature.inputs().values()) {
            perRow += input.size();
        }
        for (Signature.Target target : signature.targets()) {
            perRow += target.width();
        }
        if (memory.isEmpty() && held > COPIED) {
            LOG.config(() -> "the " + rows + " training rows take " + (held >> MIB)
                    + " MiB: each step brings its own, and they are not"
                    + " copied");
            return HOST;
        }
        double bytes = (double) perRow * Float.BYTES * rows;
        if (memory.isEmpty() || bytes <= memory.getAsLong() / 2) {
            return DEVICE;
        }
        LOG.info("the " + rows + " training rows take " + ((long) bytes >> MIB) + " MiB, more than half of the "
                + (memory.getAsLong() >> MIB) + " MiB that " + capabilities.device()
                + " has: they stay with the host, which brings those of each step");
        return HOST;
    }
}
