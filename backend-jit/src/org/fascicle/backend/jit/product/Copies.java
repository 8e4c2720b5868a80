package org.fascicle.backend.jit.product;

import java.util.concurrent.atomic.AtomicLong;

import org.fascicle.backend.jit.task.Room;

/** What is kept beside a buffer. Safe for any thread. */
public final class Copies {
    private final AtomicLong version = new AtomicLong();
    private final RoundedCopy rounded;

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
}
