package org.fascicle.backend.gpu.cuda;

import java.util.List;
import java.util.function.IntConsumer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.Sequence;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** Makes calls of kernels ready, and graphs of such calls. Used by one thread at a time. */
final class Kernels {
    /** What a kernel's arguments may take, on any device. */
    private static final int ARGUMENTS_MOST = 4096;

    private final Cuda cuda;
    private final Context context;
    private final long stream;

    /**
     * Calls on a stream.
     *
     * @param stream of all work
     */
    Kernels(Cuda cuda, Context context, long stream) {
        this.cuda = cuda;
        this.context = context;
        this.stream = stream;
    }

    /** A call of a kernel, whose arguments lie in memory, and the addresses of these before them. */
    Call prepare(long module, Launch launch) {
        long function;
        try (MemoryStack stack = MemoryStack.stackPush(); Context.Entered entered = context.enter()) {
            function = cuda.made("there is no kernel " + launch.kernel(), Cuda.Function.KERNEL, module,
                    MemoryUtil.memAddress(stack.ASCII(launch.kernel())));
        }
        List<Long> memories = launch.memories();
        int words = launch.words().length * Integer.BYTES;
        int bytes = words + memories.size() * Long.BYTES;
        if (bytes > ARGUMENTS_MOST) {
            throw new BackendException(
                    "the kernel " + launch.kernel() + " has arguments of " + bytes + " bytes, and " + ARGUMENTS_MOST
                            + " is the most that CUDA promises");
        }
        long addresses = (1L + memories.size()) * Long.BYTES;
        long block = MemoryUtil.nmemAllocChecked(addresses + memories.size() * (long) Long.BYTES + words);
        long pointers = block + addresses;
        long structure = pointers + memories.size() * (long) Long.BYTES;
        MemoryUtil.memPutAddress(block, structure);
        for (int i = 0; i < memories.size(); i++) {
            long at = pointers + (long) i * Long.BYTES;
            MemoryUtil.memPutLong(at, memories.get(i));
            MemoryUtil.memPutAddress(block + (i + 1L) * Long.BYTES, at);
        }
        for (int i = 0; i < launch.words().length; i++) {
            MemoryUtil.memPutInt(structure + (long) i * Integer.BYTES, launch.words()[i]);
        }
        NativeFunction.Prepared asked =
                cuda.prepare(Cuda.Function.LAUNCH, function, launch.groups(), 1, 1, launch.threads(), 1,
                        1, 0, stream, block, 0);
        return call("the kernel " + launch.kernel(), asked, () -> MemoryUtil.nmemFree(block));
    }

    /** A call of something that the driver does on a stream. */
    Call call(String what, NativeFunction.Prepared asked, Runnable closing) {
        return call(asked, status -> cuda.check(status, what + " cannot run"), closing);
    }

    /**
     * A call of something that the driver or a library does on a stream.
     *
     * @param refusal is given each status that is not 0, and throws
     */
    Call call(NativeFunction.Prepared asked, IntConsumer refusal, Runnable closing) {
        return new Prepared(asked, refusal, closing);
    }

    /** A graph of calls, which are closed: it holds their arguments. */
    Call capture(List<Call> calls) {
        if (calls.isEmpty()) {
            return new Sequence(calls);
        }
        String what = "the kernels of a run cannot be made one graph";
        try (Context.Entered entered = context.enter()) {
            cuda.call(what, Cuda.Function.BEGIN_CAPTURE, stream, Cuda.OF_THIS_THREAD);
            long graph = captured(what, calls);
            try {
                long executable = cuda.made(what, Cuda.Function.INSTANTIATE, graph, 0);
                return call("a run", cuda.prepare(Cuda.Function.LAUNCH_GRAPH, executable, stream), () -> destroy(executable));
            } finally {
                cuda.status(Cuda.Function.DESTROY_GRAPH, graph);
            }
        } finally {
            calls.forEach(Call::close);
        }
    }

    private long captured(String what, List<Call> calls) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long word = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            try {
                calls.forEach(Call::enqueue);
            } catch (RuntimeException e) {
                // It has to end, whatever went wrong in it.
                if (cuda.status(Cuda.Function.END_CAPTURE, stream, word) == Cuda.SUCCESS) {
                    cuda.status(Cuda.Function.DESTROY_GRAPH, MemoryUtil.memGetAddress(word));
                }
                throw e;
            }
            cuda.call(what, Cuda.Function.END_CAPTURE, stream, word);
            return MemoryUtil.memGetAddress(word);
        }
    }

    private void destroy(long executable) {
        context.giveBack(() -> {
            cuda.status(Cuda.Function.FINISH_STREAM, stream);
            cuda.status(Cuda.Function.DESTROY_EXECUTABLE, executable);
        });
    }

    /** What the driver is asked for, again and again. */
    private final class Prepared implements Call {
        private final NativeFunction.Prepared asked;
        private final IntConsumer refusal;
        private final Runnable closing;

        Prepared(NativeFunction.Prepared asked, IntConsumer refusal, Runnable closing) {
            this.asked = asked;
            this.refusal = refusal;
            this.closing = closing;
        }

        @Override
        public void enqueue() {
            try (Context.Entered entered = context.enter()) {
                int status = (int) asked.call();
                if (status != Cuda.SUCCESS) {
                    refusal.accept(status);
                }
            }
        }

        @Override
        public void close() {
            asked.close();
            closing.run();
        }
    }
}
