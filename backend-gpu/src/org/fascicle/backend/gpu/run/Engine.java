package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.backend.gpu.kernel.Rendering;
import org.jspecify.annotations.Nullable;

/**
 * A device, and the kernels that it has compiled. Whoever uses the device holds this object's monitor: what is asked for in one stretch
 * stands together in the device's queue. The device is given back when the backend has stopped and all memory is closed.
 */
public final class Engine {
    private final String backend;
    private final Device device;
    private final Map<String, Long> modules = new HashMap<>();
    /** The kernels of single operations, which are one text. */
    private @Nullable Long singles;
    private int users;
    private boolean stopped;

    /**
     * An engine.
     *
     * @param backend its name, for messages
     */
    public Engine(String backend, Device device) {
        this.backend = backend;
        this.device = device;
    }

    /** The device; only with this monitor held. */
    Device device() {
        return device;
    }

    /** Refuses what is not allowed after the end. */
    synchronized void requireRunning() {
        if (stopped) {
            throw new StoppedException(backend);
        }
    }

    /** Somebody has memory on the device. */
    synchronized void use() {
        users++;
    }

    /** Somebody has given its memory back. */
    synchronized void leave() {
        users--;
        end();
    }

    /**
     * Compiles what is not yet compiled.
     *
     * @throws BackendException if the driver refuses a kernel; the message names its operation and has what the driver says
     */
    synchronized void compile(List<Rendered> kernels) {
        List<Rendered> fresh = new ArrayList<>(kernels);
        fresh.removeIf(kernel -> kernel.product() != null || modules.containsKey(kernel.name()));
        List<Rendered> single = fresh.stream().filter(kernel -> kernel.source().isEmpty()).toList();
        fresh.removeAll(single);
        if (!single.isEmpty()) {
            if (singles == null) {
                singles = compiled(single);
            }
            long module = singles;
            single.forEach(kernel -> modules.put(kernel.name(), module));
        }
        if (!fresh.isEmpty()) {
            long module = compiled(fresh);
            fresh.forEach(kernel -> modules.put(kernel.name(), module));
        }
    }

    private long compiled(List<Rendered> kernels) {
        try {
            return device.compile(source(kernels));
        } catch (BackendException e) {
            for (Rendered kernel : kernels) {
                try {
                    device.discard(device.compile(source(List.of(kernel))));
                } catch (BackendException alone) {
                    throw new BackendException("the kernel of " + kernel.cause() + " cannot be compiled: " + alone.getMessage(),
                            alone);
                }
            }
            throw e;
        }
    }

    private String source(List<Rendered> kernels) {
        return Rendering.source(device.dialect().prelude(), kernels);
    }

    /** A call of a compiled kernel. */
    synchronized Call prepare(Launch launch) {
        return device.prepare(Objects.requireNonNull(modules.get(launch.kernel()), launch.kernel()), launch);
    }

    /** Refuses whatever is new. What has begun goes on, and memory can be read. */
    public synchronized void stop() {
        if (!stopped) {
            stopped = true;
            end();
        }
    }

    private void end() {
        if (stopped && users == 0) {
            modules.values().stream().distinct().forEach(device::discard);
            modules.clear();
            device.close();
        }
    }
}
