package org.fascicle.backend.jit.product;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.task.Room;

/**
 * Copies of what a buffer holds, outside the heap. All workspaces that only read the buffer share them: a model that predicts in many
 * threads has its parameters there once. Safe for any thread.
 */
public final class Copies {
    private final AtomicLong version = new AtomicLong();
    private final RoundedCopy rounded;
    private final Map<Long, Shared> shared = new ConcurrentHashMap<>();

    /** Of a buffer that lies there. */
    public Copies(Room room, long size) {
        rounded = new RoundedCopy(this, room, size);
    }

    /** The buffer has been written: copies are made anew before they are read again. */
    public void outdate() {
        version.incrementAndGet();
    }

    /** Counts how often the buffer was written. */
    long version() {
        return version.get();
    }

    /** All of it, rounded. */
    public RoundedCopy rounded() {
        return rounded;
    }

    /**
     * A part of it, as it is.
     *
     * @param from the first element
     * @param elements how many there are
     */
    public Shared part(long from, int elements) {
        return shared.computeIfAbsent(from << Integer.SIZE | elements, key -> new Shared(new Operand(Element.FLOAT32, elements)));
    }

    /** A copy of a part. Tasks bring the part there; whichever ends first says so. */
    public final class Shared {
        final Operand operand;
        private volatile long brought = -1;

        private Shared(Operand operand) {
            this.operand = operand;
        }

        /** Where it lies. */
        public Operand operand() {
            return operand;
        }

        /** The version that a task has to bring, or -1 if it is there. */
        long wanted() {
            long now = version();
            return brought == now ? -1 : now;
        }

        /** A version is there. */
        void brought(long now) {
            brought = now;
        }
    }
}
