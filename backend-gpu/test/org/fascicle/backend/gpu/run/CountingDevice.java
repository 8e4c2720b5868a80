package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.fascicle.backend.gpu.device.Sequence;
import org.jspecify.annotations.Nullable;

/** A device that computes nothing, and writes down which kernels it is asked to run. */
final class CountingDevice implements Device {
    /** The kernels that were put into the queue, in order. */
    final List<Launch> launches = new ArrayList<>();
    private final Dialect dialect;
    private final @Nullable ProductLibrary library;
    private long handles = 1;

    CountingDevice(Dialect dialect, @Nullable ProductLibrary library) {
        this.dialect = dialect;
        this.library = library;
    }

    @Override
    public Optional<ProductLibrary> products() {
        return Optional.ofNullable(library);
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Map<String, String> record() {
        return Map.of();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public long allocate(long bytes, String what) {
        return handles++;
    }

    @Override
    public void free(long memory) {}

    @Override
    public long memory() {
        return Long.MAX_VALUE;
    }

    @Override
    public ByteBuffer allocateHost(int bytes, String what) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void freeHost(ByteBuffer memory) {}

    @Override
    public void write(long memory, long at, ByteBuffer from) {}

    @Override
    public Call prepareWrite(long memory, ByteBuffer from) {
        return call(() -> {});
    }

    @Override
    public Call prepareRead(long memory, ByteBuffer into) {
        return call(() -> {});
    }

    @Override
    public void read(long memory, long at, ByteBuffer into) {}

    @Override
    public void copy(long from, long offset, long to, long at, long bytes) {}

    @Override
    public long compile(String source) {
        return handles++;
    }

    @Override
    public void discard(long module) {}

    @Override
    public Call prepare(long module, Launch launch) {
        return call(() -> launches.add(launch));
    }

    private static Call call(Runnable action) {
        return new Call() {
            @Override
            public void enqueue() {
                action.run();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void flush() {}

    @Override
    public Call capture(List<Call> calls) {
        return new Sequence(calls);
    }

    @Override
    public long mark() {
        return handles++;
    }

    @Override
    public void await(long mark) {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
