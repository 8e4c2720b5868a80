package org.fascicle.backend.nd4j.natives;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.fascicle.api.backend.MemoryException;

/**
 * Memory outside the Java heap, of zeros at first, aligned to cache lines, given back by {@link #close}. Made on the worker's thread;
 * closed by any, when nobody uses it.
 */
public final class Block implements AutoCloseable {
    /** The most bytes that one tensor can have: those of a direct buffer. */
    public static final int MOST = Integer.MAX_VALUE;
    static final int LINE = 64;

    private final Pointer memory;
    private final long address;
    private final long bytes;
    private boolean closed;

    /**
     * Takes memory.
     *
     * @param what it is for, for messages
     * @throws MemoryException if there is not so much
     */
    public Block(long bytes, String what) {
        MachineMemory.require(bytes, what);
        memory = Pointer.calloc(bytes + LINE, 1);
        if (memory == null || memory.isNull()) {
            throw MachineMemory.exhausted(bytes, what);
        }
        address = (memory.address() + LINE - 1) & -LINE;
        this.bytes = bytes;
    }

    public long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** A view of memory at an address, native byte order. It is valid as long as the memory is. */
    public static ByteBuffer view(Natives natives, long address, long bytes) {
        if (bytes == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.nativeOrder());
        }
        return new BytePointer(natives.pointer(address)).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Pointer.free(memory);
        }
    }
}
