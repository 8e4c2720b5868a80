package org.fascicle.backend.nd4j.natives;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.fascicle.api.backend.BackendException;

/** Memory outside the Java heap, of zeros at first, aligned to cache lines, given back by {@link #close}. Made on the worker's thread. */
public final class Block implements AutoCloseable {
    static final int LINE = 64;

    private final Pointer memory;
    private final long address;
    private final long bytes;
    private boolean closed;

    public Block(long bytes) {
        memory = Pointer.calloc(bytes + LINE, 1);
        if (memory == null || memory.isNull()) {
            throw new BackendException("there is not enough memory for " + bytes + " bytes");
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
        if (bytes > Integer.MAX_VALUE) {
            throw new BackendException("a tensor of " + bytes + " bytes is more than the " + Integer.MAX_VALUE + " that nd4j takes");
        }
        if (bytes == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.nativeOrder());
        }
        return new BytePointer(natives.pointer(address)).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Pointer.free(memory);
        }
    }
}
