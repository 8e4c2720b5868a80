package org.fascicle.backend.gpu.cuda;

import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.lwjgl.system.MemoryUtil;

/**
 * The primary context of a device, which all of a process share. The driver has a current context for each thread; ours is so only while
 * something is asked for, so that whoever else uses CUDA on a thread finds what was there before. Used by one thread at a time.
 */
final class Context {
    /** The end of the stretch in which the context is current. */
    interface Entered extends AutoCloseable {
        @Override
        void close();
    }

    private final Cuda cuda;
    private final int device;
    private final long word;
    private final NativeFunction.Prepared push;
    private final NativeFunction.Prepared pop;
    private final Entered entered = this::leave;

    Context(Cuda cuda, int device) {
        this.cuda = cuda;
        this.device = device;
        long context = cuda.made("the device cannot be used", Cuda.Function.RETAIN_CONTEXT, device);
        word = MemoryUtil.nmemCallocChecked(1, Long.BYTES);
        push = cuda.prepare(Cuda.Function.PUSH_CONTEXT, context);
        pop = cuda.prepare(Cuda.Function.POP_CONTEXT, word);
    }

    /** Makes it current. */
    Entered enter() {
        int status = (int) push.call();
        if (status != Cuda.SUCCESS) {
            cuda.check(status, "the device cannot be used");
        }
        return entered;
    }

    /** Does something in it that gives back what there is; where the device is lost, there is nothing. */
    void giveBack(Runnable freeing) {
        if ((int) push.call() == Cuda.SUCCESS) {
            try {
                freeing.run();
            } finally {
                leave();
            }
        }
    }

    private void leave() {
        // Only what went wrong before could go wrong here, and whoever asked for that is told.
        pop.call();
    }

    /** Gives it back. */
    void close() {
        cuda.status(Cuda.Function.RELEASE_CONTEXT, device);
        push.close();
        pop.close();
        MemoryUtil.nmemFree(word);
    }
}
