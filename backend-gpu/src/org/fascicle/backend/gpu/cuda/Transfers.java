package org.fascicle.backend.gpu.cuda;

import java.nio.ByteBuffer;

import org.lwjgl.system.MemoryUtil;

/**
 * Writes that do not wait for what was asked for before, and reads that do. A piece is copied to memory of the host that the device reads by itself, from
 * there to the device on a stream of its own, beside whatever runs, and moved to its place when the work before it has ended. Events say
 * when a place may be used again. Used by one thread at a time, in the device's context.
 */
final class Transfers {
    /** Bytes of a piece. */
    static final int PIECE = 1 << 20;
    /** Pieces that the host is ahead by, at most, before a write waits. */
    static final int AHEAD = 16;
    /** Pieces on the device: one comes while the other one is moved. */
    private static final int LANDINGS = 2;

    private final Cuda cuda;
    private final Memories memories;
    private final long work;
    /** By place on the host: the device has it. */
    private final long[] uploaded = new long[AHEAD];
    /** By place on the device: it is where it belongs. */
    private final long[] moved = new long[LANDINGS];
    private long upload;
    private long host;
    private long device;
    private long back;
    private int place;
    private int landing;

    /**
     * Takes the memory.
     *
     * @param work the stream of all work
     */
    Transfers(Cuda cuda, Memories memories, long work) {
        this.cuda = cuda;
        this.memories = memories;
        this.work = work;
        try {
            upload = cuda.made("there is no stream", Cuda.Function.CREATE_STREAM, Cuda.NON_BLOCKING);
            events(uploaded, upload);
            host = memories.allocateHost((long) AHEAD * PIECE, "what is on its way to the device");
            back = memories.allocateHost(PIECE, "what comes from the device");
            device = memories.allocate((long) LANDINGS * PIECE, "what is on its way to the device");
            // Behind the zeros with which memory begins.
            events(moved, work);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Events that have happened. */
    private void events(long[] made, long stream) {
        for (int i = 0; i < made.length; i++) {
            made[i] = cuda.made("there is no event", Cuda.Function.CREATE_EVENT, Cuda.WITHOUT_TIMES);
            cuda.call("there is no event", Cuda.Function.RECORD_EVENT, made[i], stream);
        }
    }

    /** Writes to an address of the device. */
    void write(long to, ByteBuffer from) {
        long address = MemoryUtil.memAddress(from);
        for (int done = 0; done < from.remaining(); done += PIECE) {
            write(to + done, address + done, Math.min(PIECE, from.remaining() - done));
        }
    }

    private void write(long to, long from, int bytes) {
        String what = "the device cannot be written to";
        long pinned = host + (long) place * PIECE;
        long landed = device + (long) landing * PIECE;
        cuda.call(what, Cuda.Function.FINISH_EVENT, uploaded[place]);
        MemoryUtil.memCopy(from, pinned, bytes);
        cuda.call(what, Cuda.Function.WAIT_FOR_EVENT, upload, moved[landing], 0);
        cuda.call(what, Cuda.Function.TO_DEVICE, landed, pinned, bytes, upload);
        cuda.call(what, Cuda.Function.RECORD_EVENT, uploaded[place], upload);
        cuda.call(what, Cuda.Function.WAIT_FOR_EVENT, work, uploaded[place], 0);
        cuda.call(what, Cuda.Function.COPY, to, landed, bytes, work);
        cuda.call(what, Cuda.Function.RECORD_EVENT, moved[landing], work);
        place = (place + 1) % AHEAD;
        landing = (landing + 1) % LANDINGS;
    }

    /** Reads from an address of the device. */
    void read(long from, ByteBuffer into) {
        String what = "the device cannot be read";
        long address = MemoryUtil.memAddress(into);
        for (int done = 0; done < into.remaining(); done += PIECE) {
            int bytes = Math.min(PIECE, into.remaining() - done);
            cuda.call(what, Cuda.Function.TO_HOST, back, from + done, bytes, work);
            cuda.call(what, Cuda.Function.FINISH_STREAM, work);
            MemoryUtil.memCopy(back, address + done, bytes);
        }
    }

    /** Gives everything back, when all has been moved. */
    void close() {
        memories.free(device);
        memories.freeHost(host);
        memories.freeHost(back);
        for (long event : uploaded) {
            memories.destroy(Cuda.Function.DESTROY_EVENT, event);
        }
        for (long event : moved) {
            memories.destroy(Cuda.Function.DESTROY_EVENT, event);
        }
        memories.destroy(Cuda.Function.DESTROY_STREAM, upload);
    }
}
