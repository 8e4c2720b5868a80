package org.fascicle.backend.gpu.opencl;

import java.nio.ByteBuffer;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * Writes that do not wait for what was asked for before. A piece is copied to memory of the host, from there to the device through a
 * queue of its own, beside whatever runs, and moved to its place when the work before it has ended. Events say when a place may be used
 * again. Used by one thread at a time.
 */
final class Uploads implements AutoCloseable {
    /** Bytes of a piece. */
    private static final int PIECE = 1 << 20;
    /** Pieces that the host is ahead by, at most, before a write waits. */
    private static final int AHEAD = 8;
    /** Pieces on the device: one comes while the other one is moved. */
    private static final int LANDINGS = 2;
    private static final String WHAT = "the device cannot be written to";

    private final OpenCl driver;
    private final long work;
    private final long queue;
    private final long[] landings = new long[LANDINGS];
    private final long host;
    /** By place on the host: the device has it. 0 where nothing was written yet. */
    private final long[] uploaded = new long[AHEAD];
    /** By place on the device: it is where it belongs. */
    private final long[] moved = new long[LANDINGS];
    private int place;
    private int landing;

    /**
     * Takes the memory.
     *
     * @param work the queue of all work
     */
    Uploads(OpenCl driver, long context, long device, long work) {
        this.driver = driver;
        this.work = work;
        queue = OpenCl.made(driver.createQueue, "the device has no second queue", context, device, 0);
        host = MemoryUtil.nmemAllocChecked((long) AHEAD * PIECE);
        try {
            for (int i = 0; i < LANDINGS; i++) {
                landings[i] = OpenCl.made(driver.createBuffer, "what is on its way to the device", context, OpenCl.READ_WRITE,
                        PIECE, 0);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Writes into memory of the device. */
    void write(long memory, long at, ByteBuffer from) {
        long address = MemoryUtil.memAddress(from);
        for (int done = 0; done < from.remaining(); done += PIECE) {
            write(memory, at + done, address + done, Math.min(PIECE, from.remaining() - done));
        }
    }

    private void write(long memory, long at, long from, int bytes) {
        long piece = host + (long) place * PIECE;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            if (uploaded[place] != 0) {
                OpenCl.check((int) driver.await.call(1, stack.npointer(uploaded[place])), WHAT);
            }
            MemoryUtil.memCopy(from, piece, bytes);
            long event = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            boolean used = moved[landing] != 0;
            OpenCl.check((int) driver.write.call(queue, landings[landing], 0, 0, bytes, piece, used ? 1 : 0,
                    used ? stack.npointer(moved[landing]) : 0, event), WHAT);
            replace(uploaded, place, MemoryUtil.memGetAddress(event));
            // A driver may begin only when it is told to, and the other queue waits for this one.
            OpenCl.check((int) driver.flush.call(queue), WHAT);
            OpenCl.check((int) driver.copy.call(work, landings[landing], memory, 0, at, bytes, 1, stack.npointer(uploaded[place]),
                    event), WHAT);
            replace(moved, landing, MemoryUtil.memGetAddress(event));
            OpenCl.check((int) driver.flush.call(work), WHAT);
        }
        place = (place + 1) % AHEAD;
        landing = (landing + 1) % LANDINGS;
    }

    private void replace(long[] events, int at, long event) {
        if (events[at] != 0) {
            driver.releaseEvent.call(events[at]);
        }
        events[at] = event;
    }

    /** Gives everything back, when all has been moved. */
    @Override
    public void close() {
        driver.finish.call(queue);
        driver.finish.call(work);
        for (int i = 0; i < AHEAD; i++) {
            replace(uploaded, i, 0);
        }
        for (int i = 0; i < LANDINGS; i++) {
            replace(moved, i, 0);
            if (landings[i] != 0) {
                driver.releaseMemory.call(landings[i]);
            }
        }
        driver.releaseQueue.call(queue);
        MemoryUtil.nmemFree(host);
    }
}
