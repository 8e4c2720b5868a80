package org.fascicle.backend.gpu.device;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.MemoryException;

/**
 * What computes, as its driver shows it: memory, kernels, and one queue in which all that is asked for runs in order. What is handed over
 * must be direct buffers. Used by one thread at a time.
 */
public interface Device extends AutoCloseable {
    /** For people: {@code NVIDIA H200}. */
    String name();

    /** What results may depend on, to the bit: driver, versions. */
    Map<String, String> record();

    /** The bytes of its memory; those that were free when it was opened, if its driver says so. Never throws. */
    long memory();

    /** The language that its compiler takes. */
    Dialect dialect();

    /**
     * Takes memory, filled with zeros.
     *
     * @param what it is for, as a sentence begins
     * @return its handle
     * @throws MemoryException if there is not so much
     */
    long allocate(long bytes, String what);

    /** Gives memory back; what was asked for before may still use it. Never throws: a device that is lost has nothing to give back. */
    void free(long memory);

    /**
     * Takes memory of the host that the device reads without help, in the order of bytes of this machine.
     *
     * @param what it is for, as a sentence begins
     * @throws MemoryException if there is not so much
     */
    ByteBuffer allocateHost(int bytes, String what);

    /** Gives such memory back; what was asked for before may still use it. Never throws. */
    void freeHost(ByteBuffer memory);

    /** Writes into memory, behind all that was asked for before. The source may change when it returns. */
    void write(long memory, long at, ByteBuffer from);

    /**
     * Makes a write ready, of what the source holds at the time; that must stay as it is until a {@linkplain #mark mark} behind
     * each call is reached.
     *
     * @param from lies in memory of {@link #allocateHost}
     */
    Call prepareWrite(long memory, ByteBuffer from);

    /**
     * Makes a read ready, of as much as there is room for; what is read is there when a {@linkplain #mark mark} behind it is reached.
     *
     * @param into lies in memory of {@link #allocateHost}
     */
    Call prepareRead(long memory, ByteBuffer into);

    /** Reads memory when all that was asked for before has ended. */
    void read(long memory, long at, ByteBuffer into);

    /** Copies between pieces of memory, or within one where the places do not overlap. */
    void copy(long from, long offset, long to, long at, long bytes);

    /**
     * Compiles kernels.
     *
     * @param source in the device's dialect
     * @return their handle
     * @throws BackendException if its compiler refuses them; the message has what it says
     */
    long compile(String source);

    /** Gives compiled kernels back. */
    void discard(long module);

    /** The vendor's library of products, if there is one here that is to be used. */
    default Optional<ProductLibrary> products() {
        return Optional.empty();
    }

    /** Makes a kernel ready, which can be put into the queue any number of times. */
    Call prepare(long module, Launch launch);

    /**
     * Makes one call of several calls of kernels, in their order: whatever costs the device least. It takes them over, and closes them if
     * it fails, too.
     */
    Call capture(List<Call> calls);

    /**
     * Runs a call by itself, when all that was asked for before has ended, and waits for it.
     *
     * @return how many nanoseconds it took; with the way to the device and back where its driver has no clock of its own
     */
    default double measure(Call call) {
        finish();
        long begin = System.nanoTime();
        call.enqueue();
        finish();
        return System.nanoTime() - begin;
    }

    /** Begins with what was asked for, if the driver has only noted it so far. */
    void flush();

    /**
     * Marks the place in the queue behind all that was asked for.
     *
     * @return the mark, for one {@link #await}
     */
    long mark();

    /** Waits until all that was asked for before a mark has ended, and gives the mark back. */
    void await(long mark);

    /** Waits until all that was asked for has ended. */
    void finish();

    /** Gives the device back, when all that was asked for has ended. What it has handed out is no longer valid. Never throws. */
    @Override
    void close();
}
