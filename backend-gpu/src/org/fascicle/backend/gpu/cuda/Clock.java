package org.fascicle.backend.gpu.cuda;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The device's clock, between two events. Used in the device's context. */
final class Clock implements AutoCloseable {
    private static final double NANOS = 1e6;
    private static final String WHAT = "the time of a kernel cannot be measured";

    private final Cuda cuda;
    private long begin;
    private long end;

    Clock(Cuda cuda) {
        this.cuda = cuda;
        try {
            begin = cuda.made(WHAT, Cuda.Function.CREATE_EVENT, Cuda.WITH_TIMES);
            end = cuda.made(WHAT, Cuda.Function.CREATE_EVENT, Cuda.WITH_TIMES);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What is put into a stream from here on is measured. */
    void begin(long stream) {
        cuda.call(WHAT, Cuda.Function.RECORD_EVENT, begin, stream);
    }

    /** Waits until it has ended; gives its nanoseconds. */
    double end(long stream) {
        cuda.call(WHAT, Cuda.Function.RECORD_EVENT, end, stream);
        cuda.call(WHAT, Cuda.Function.FINISH_EVENT, end);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long millis = stack.ncalloc(Float.BYTES, 1, Float.BYTES);
            cuda.call(WHAT, Cuda.Function.ELAPSED, millis, begin, end);
            return MemoryUtil.memGetFloat(millis) * NANOS;
        }
    }

    @Override
    public void close() {
        for (long event : new long[] {begin, end}) {
            if (event != 0) {
                cuda.status(Cuda.Function.DESTROY_EVENT, event);
            }
        }
    }
}
