package org.fascicle.backend.gpu.opencl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.Sequence;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.SignalHandlers;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** A device of some driver's, with one queue that keeps its order. Used by one thread at a time. */
final class OpenClDevice implements Device {
    /** Division and roots are rounded as Java rounds them; nothing is contracted, and NaN and infinities are what they are. */
    private static final String OPTIONS = "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt -w";
    private static final int WORD = 4;
    private static final int ADDRESS = 8;
    private static final int ARGUMENTS_MOST = 1024;

    private final OpenCl driver;
    private final long device;
    private final String name;
    private final String options;
    private final Map<String, String> record = new LinkedHashMap<>();
    private final long context;
    private final long queue;
    private final long greatest;
    private final Uploads uploads;
    private final Call flushing;

    OpenClDevice(OpenCl driver, long platform, long device, String options) {
        this.driver = driver;
        this.device = device;
        this.name = driver.deviceText(device, OpenCl.DEVICE_NAME);
        record.put("hardware", name);
        record.put("driver", driver.platformText(platform, OpenCl.PLATFORM_NAME) + " "
                + driver.deviceText(device, OpenCl.DRIVER_VERSION) + ", "
                + driver.platformText(platform, OpenCl.PLATFORM_VERSION));
        this.options = options;
        if (!options.isEmpty()) {
            record.put("compiler options", options);
        }
        greatest = driver.deviceNumber(device, OpenCl.DEVICE_GREATEST_ALLOCATION);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long devices = stack.npointer(device);
            context = OpenCl.made(driver.createContext, "the device cannot be used", 0, 1, devices, 0, 0);
        }
        queue = OpenCl.made(driver.createQueue, "the device has no queue", context, device, 0);
        uploads = new Uploads(driver, context, device, queue);
        flushing = new Prepared("what was asked for", driver.flush.prepare(queue), () -> {});
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
        return driver.deviceNumber(device, OpenCl.DEVICE_MEMORY);
    }

    @Override
    public Dialect dialect() {
        return Dialect.OPENCL;
    }

    @Override
    public long allocate(long bytes, String what) {
        // There are no pieces of nothing.
        long size = Math.max(ADDRESS, bytes);
        if (size > greatest) {
            throw new MemoryException(what, size, "a piece of memory of " + name, greatest, null);
        }
        long memory = 0;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            memory = OpenCl.made(driver.createBuffer, what, context, OpenCl.READ_WRITE, size, 0);
            long zero = stack.ncalloc(1, 1, 1);
            OpenCl.check((int) driver.fill.call(queue, memory, zero, 1, 0, size, 0, 0, 0), what);
            // Many drivers take the memory when it is used first.
            finish();
            return memory;
        } catch (OpenCl.StatusException e) {
            if (memory != 0) {
                free(memory);
            }
            throw e.isOfMemory() ? new MemoryException(what, size, name, 0, e) : e;
        }
    }

    @Override
    public void free(long memory) {
        driver.releaseMemory.call(memory);
    }

    @Override
    public ByteBuffer allocateHost(int bytes, String what) {
        return MemoryUtil.memAlloc(Math.max(1, bytes));
    }

    @Override
    public void freeHost(ByteBuffer memory) {
        driver.finish.call(queue);
        MemoryUtil.memFree(memory);
    }

    @Override
    public void write(long memory, long at, ByteBuffer from) {
        uploads.write(memory, at, from);
    }

    @Override
    public Call prepareWrite(long memory, ByteBuffer from) {
        return new Prepared("a write",
                driver.write.prepare(queue, memory, 0, 0, from.remaining(), MemoryUtil.memAddress(from), 0, 0,
                        0),
                () -> {});
    }

    @Override
    public Call prepareRead(long memory, ByteBuffer into) {
        return new Prepared("a read",
                driver.read.prepare(queue, memory, 0, 0, into.remaining(), MemoryUtil.memAddress(into), 0, 0, 0), () -> {});
    }

    @Override
    public void read(long memory, long at, ByteBuffer into) {
        if (into.hasRemaining()) {
            OpenCl.check((int) driver.read.call(queue, memory, 1, at, into.remaining(), MemoryUtil.memAddress(into), 0, 0, 0),
                    "the device cannot be read");
        }
    }

    @Override
    public void copy(long from, long offset, long to, long at, long bytes) {
        if (bytes > 0) {
            OpenCl.check((int) driver.copy.call(queue, from, to, offset, at, bytes, 0, 0, 0), "the device cannot copy");
        }
    }

    @Override
    public long compile(String source) {
        byte[] text = source.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = MemoryUtil.memAlloc(text.length);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            bytes.put(text).flip();
            long program = OpenCl.made(driver.createProgram, "kernels cannot be compiled", context, 1,
                    stack.npointer(MemoryUtil.memAddress(bytes)), stack.npointer(text.length));
            try {
                long devices = stack.npointer(device);
                long all = MemoryUtil.memAddress(stack.UTF8(OPTIONS + " " + options));
                long status = SignalHandlers.keep(() -> driver.build.call(program, 1, devices, all, 0, 0));
                OpenCl.check((int) status,
                        name + " refuses the kernels" + (options.isEmpty() ? "" : ", with the options " + options));
                return program;
            } catch (OpenCl.StatusException e) {
                String log = e.isOfCompiler() ? driver.log(program, device) : "";
                discard(program);
                throw new BackendException(e.getMessage() + (log.isEmpty() ? "" : ":\n" + log), e);
            }
        } finally {
            MemoryUtil.memFree(bytes);
        }
    }

    @Override
    public void discard(long module) {
        driver.releaseProgram.call(module);
    }

    @Override
    public Call prepare(long module, Launch launch) {
        long kernel;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            kernel = OpenCl.made(driver.createKernel, "there is no kernel " + launch.kernel(), module,
                    MemoryUtil.memAddress(stack.ASCII(launch.kernel())));
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            int bytes = launch.words().length * WORD;
            if (bytes > ARGUMENTS_MOST) {
                throw new BackendException("the kernel " + launch.kernel() + " has arguments of " + bytes + " bytes, and "
                        + ARGUMENTS_MOST + " is the most that OpenCL promises");
            }
            set(kernel, 0, bytes, MemoryUtil.memAddress(stack.ints(launch.words())));
            List<Long> memories = launch.memories();
            for (int i = 0; i < memories.size(); i++) {
                set(kernel, i + 1, ADDRESS, stack.npointer(memories.get(i)));
            }
        } catch (RuntimeException e) {
            driver.releaseKernel.call(kernel);
            throw e;
        }
        long sizes = MemoryUtil.nmemAllocChecked(2L * ADDRESS);
        MemoryUtil.memPutLong(sizes, (long) launch.groups() * launch.threads());
        MemoryUtil.memPutLong(sizes + ADDRESS, launch.threads());
        return new Prepared("the kernel " + launch.kernel(),
                driver.launch.prepare(queue, kernel, 1, 0, sizes, sizes + ADDRESS, 0, 0, 0), () -> {
                    driver.releaseKernel.call(kernel);
                    MemoryUtil.nmemFree(sizes);
                });
    }

    private void set(long kernel, int index, int bytes, long address) {
        OpenCl.check((int) driver.setArgument.call(kernel, index, bytes, address), "an argument of a kernel does not fit");
    }

    /** What the driver is asked for, again and again. */
    private record Prepared(String what, NativeFunction.Prepared asked, Runnable closing) implements Call {
        @Override
        public void enqueue() {
            int status = (int) asked.call();
            if (status != OpenCl.SUCCESS) {
                OpenCl.check(status, what + " cannot run");
            }
        }

        @Override
        public void close() {
            asked.close();
            closing.run();
        }
    }

    @Override
    public Call capture(List<Call> calls) {
        return new Sequence(calls);
    }

    @Override
    public void flush() {
        flushing.enqueue();
    }

    @Override
    public long mark() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long event = stack.ncalloc(ADDRESS, 1, ADDRESS);
            OpenCl.check((int) driver.mark.call(queue, 0, 0, event), "the queue cannot be marked");
            flush();
            return MemoryUtil.memGetAddress(event);
        }
    }

    @Override
    public void await(long mark) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            int status = (int) driver.await.call(1, stack.npointer(mark));
            driver.releaseEvent.call(mark);
            OpenCl.check(status, "the device does not come to an end");
        }
    }

    @Override
    public void finish() {
        OpenCl.check((int) driver.finish.call(queue), "the device does not end");
    }

    @Override
    public void close() {
        uploads.close();
        flushing.close();
        driver.releaseQueue.call(queue);
        driver.releaseContext.call(context);
    }
}
