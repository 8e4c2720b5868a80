package org.fascicle.backend.gpu.cuda;

import org.fascicle.api.backend.MemoryException;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * Memory of a device, and memory of the host that the device reaches by itself. What is given back is given back without a word where the
 * device is lost, and nothing is given back before the work that was asked for has ended. Used in the device's context.
 */
final class Memories {
    private final Cuda cuda;
    private final String device;
    private final long work;

    /**
     * Memory of a device.
     *
     * @param device its name
     * @param work the stream of all work
     */
    Memories(Cuda cuda, String device, long work) {
        this.cuda = cuda;
        this.device = device;
        this.work = work;
    }

    /** Takes memory of the device, filled with zeros. */
    long allocate(long bytes, String what) {
        long memory = 0;
        // There are no pieces of nothing.
        long size = Math.max(1, bytes);
        try {
            memory = cuda.made(what, Cuda.Function.ALLOCATE, size);
            cuda.call(what, Cuda.Function.FILL, memory, 0, size, work);
            return memory;
        } catch (Cuda.StatusException e) {
            free(memory);
            throw e.isOfMemory() ? new MemoryException(what, size, device, free(), e) : e;
        }
    }

    /** Takes memory of the host. */
    long allocateHost(long bytes, String what) {
        try {
            return cuda.made(what, Cuda.Function.ALLOCATE_HOST, Math.max(1, bytes), 0);
        } catch (Cuda.StatusException e) {
            throw e.isOfMemory() ? new MemoryException(what, bytes, "the memory of the host that the driver can reach", 0, e) : e;
        }
    }

    /** The bytes that are free. */
    long free() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long words = stack.ncalloc(Long.BYTES, 2, Long.BYTES);
            cuda.status(Cuda.Function.MEMORY, words, words + Long.BYTES);
            return MemoryUtil.memGetLong(words);
        }
    }

    /** Gives memory of the device back. */
    void free(long memory) {
        destroy(Cuda.Function.FREE, memory);
    }

    /** Gives memory of the host back. */
    void freeHost(long memory) {
        destroy(Cuda.Function.FREE_HOST, memory);
    }

    /** Gives something back, if it is there. */
    void destroy(Cuda.Function function, long handle) {
        if (handle != 0) {
            cuda.status(Cuda.Function.FINISH_STREAM, work);
            cuda.status(function, handle);
        }
    }
}
