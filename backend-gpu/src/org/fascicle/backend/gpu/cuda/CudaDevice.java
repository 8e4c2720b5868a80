package org.fascicle.backend.gpu.cuda;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;

/** A card of NVIDIA's: one stream for all work, which keeps its order, and one on which data come. Used by one thread at a time. */
final class CudaDevice implements Device {
    private static final int TEN = 10;

    private final Cuda cuda;
    private final Nvrtc compiler;
    private final String name;
    private final String target;
    private final Map<String, String> record = new LinkedHashMap<>();
    private final Context context;
    private final long work;
    private final Memories memories;
    private final long memory;
    private final Transfers transfers;
    private final Kernels kernels;
    private final @Nullable Products products;

    /**
     * A card.
     *
     * @param blas computes products; null for none
     */
    CudaDevice(Cuda cuda, Nvrtc compiler, @Nullable Blas blas, ProductChoice choice, int device) {
        this.cuda = cuda;
        this.compiler = compiler;
        name = CudaDevices.name(cuda, device);
        int capability = TEN * attribute(device, Cuda.CAPABILITY_MAJOR) + attribute(device, Cuda.CAPABILITY_MINOR);
        target = compiler.target(capability);
        record.put("hardware", name + ", compute capability " + Nvrtc.dotted(capability));
        record.put("driver", "CUDA " + cuda.version());
        record.put("compiler", "NVRTC " + compiler.version() + ", " + target);
        record.put("products", blas == null ? "kernels of Fascicle's"
                : blas.name() + (choice == ProductChoice.AUTO ? " for large ones, kernels of Fascicle's" : ""));
        context = new Context(cuda, device);
        try (Context.Entered entered = context.enter()) {
            work = cuda.made("there is no stream", Cuda.Function.CREATE_STREAM, Cuda.NON_BLOCKING);
            memories = new Memories(cuda, name, work);
            memory = memories.free();
            transfers = transfers();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
        kernels = new Kernels(cuda, context, work);
        try {
            products = blas == null ? null : new Products(blas, choice, capability, context, memories, kernels, work);
        } catch (RuntimeException e) {
            close(null);
            throw e;
        }
    }

    private int attribute(int device, int which) {
        return (int) cuda.made("the device does not describe itself", Cuda.Function.DEVICE_ATTRIBUTE, which, device);
    }

    private Transfers transfers() {
        try {
            return new Transfers(cuda, memories, work);
        } catch (RuntimeException e) {
            cuda.status(Cuda.Function.DESTROY_STREAM, work);
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> record() {
        return record;
    }

    @Override
    public long memory() {
        return memory;
    }

    @Override
    public Dialect dialect() {
        return Dialect.CUDA;
    }

    @Override
    public long allocate(long bytes, String what) {
        try (Context.Entered entered = context.enter()) {
            return memories.allocate(bytes, what);
        }
    }

    @Override
    public void free(long memory) {
        context.giveBack(() -> memories.free(memory));
    }

    @Override
    public ByteBuffer allocateHost(int bytes, String what) {
        try (Context.Entered entered = context.enter()) {
            return MemoryUtil.memByteBuffer(memories.allocateHost(bytes, what), bytes);
        }
    }

    @Override
    public void freeHost(ByteBuffer memory) {
        context.giveBack(() -> memories.freeHost(MemoryUtil.memAddress(memory)));
    }

    @Override
    public void write(long memory, long at, ByteBuffer from) {
        try (Context.Entered entered = context.enter()) {
            transfers.write(memory + at, from);
        }
    }

    @Override
    public Call prepareWrite(long memory, ByteBuffer from) {
        return kernels.call("a write",
                cuda.prepare(Cuda.Function.TO_DEVICE, memory, MemoryUtil.memAddress(from), from.remaining(), work),
                () -> {});
    }

    @Override
    public Call prepareRead(long memory, ByteBuffer into) {
        return kernels.call("a read",
                cuda.prepare(Cuda.Function.TO_HOST, MemoryUtil.memAddress(into), memory, into.remaining(), work), () -> {});
    }

    @Override
    public void read(long memory, long at, ByteBuffer into) {
        try (Context.Entered entered = context.enter()) {
            transfers.read(memory + at, into);
        }
    }

    @Override
    public void copy(long from, long offset, long to, long at, long bytes) {
        try (Context.Entered entered = context.enter()) {
            if (bytes > 0) {
                cuda.call("the device cannot copy", Cuda.Function.COPY, to + at, from + offset, bytes, work);
            }
        }
    }

    @Override
    public long compile(String source) {
        ByteBuffer code = compiler.compile(source, target, name + "'s compiler");
        try (Context.Entered entered = context.enter()) {
            return cuda.made(name + " refuses the kernels", Cuda.Function.LOAD_MODULE, MemoryUtil.memAddress(code));
        } finally {
            MemoryUtil.memFree(code);
        }
    }

    @Override
    public void discard(long module) {
        context.giveBack(() -> memories.destroy(Cuda.Function.UNLOAD_MODULE, module));
    }

    @Override
    public Optional<ProductLibrary> products() {
        return Optional.ofNullable(products);
    }

    @Override
    public Call prepare(long module, Launch launch) {
        return kernels.prepare(module, launch);
    }

    @Override
    public Call capture(List<Call> calls) {
        return kernels.capture(calls);
    }

    @Override
    public void flush() {
        // The driver begins by itself.
    }

    @Override
    public long mark() {
        try (Context.Entered entered = context.enter()) {
            long event = cuda.made("there is no event", Cuda.Function.CREATE_EVENT, Cuda.WITHOUT_TIMES);
            int status = cuda.status(Cuda.Function.RECORD_EVENT, event, work);
            if (status != Cuda.SUCCESS) {
                cuda.status(Cuda.Function.DESTROY_EVENT, event);
                cuda.check(status, "the stream cannot be marked");
            }
            return event;
        }
    }

    @Override
    public void await(long mark) {
        try (Context.Entered entered = context.enter()) {
            int status = cuda.status(Cuda.Function.FINISH_EVENT, mark);
            cuda.status(Cuda.Function.DESTROY_EVENT, mark);
            cuda.check(status, "the device does not end");
        }
    }

    @Override
    public double measure(Call call) {
        finish();
        try (Context.Entered entered = context.enter(); Clock clock = new Clock(cuda)) {
            clock.begin(work);
            call.enqueue();
            return clock.end(work);
        }
    }

    @Override
    public void finish() {
        try (Context.Entered entered = context.enter()) {
            cuda.call("the device does not end", Cuda.Function.FINISH_STREAM, work);
        }
    }

    @Override
    public void close() {
        close(products);
    }

    private void close(@Nullable Products made) {
        context.giveBack(() -> {
            if (made != null) {
                made.close();
            }
            transfers.close();
            memories.destroy(Cuda.Function.DESTROY_STREAM, work);
        });
        context.close();
    }
}
