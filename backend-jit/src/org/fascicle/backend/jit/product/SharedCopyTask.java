package org.fascicle.backend.jit.product;

import java.nio.FloatBuffer;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;

/** Brings a tensor to a copy that several workspaces share, unless it is there. Several may do so at once: they write the same values. */
public final class SharedCopyTask extends StageTask {
    private final Copies.Shared copy;
    private final FloatBuffer floats;
    /** What a block of the run at hand has brought; -1 for nothing. */
    private volatile long bringing = -1;

    public SharedCopyTask(Room from, Copies.Shared copy, int elements) {
        super(from, copy.operand, elements, 1);
        this.copy = copy;
        this.floats = copy.operand.memory.asFloatBuffer();
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        long wanted = copy.wanted();
        if (wanted >= 0) {
            bringing = wanted;
            floats.put(first, from.floats, from.offset + first, last - first);
        }
    }

    @Override
    public void finish(Scratch scratch) {
        if (bringing >= 0) {
            copy.brought(bringing);
            bringing = -1;
        }
    }
}
