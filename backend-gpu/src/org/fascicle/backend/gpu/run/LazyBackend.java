package org.fascicle.backend.gpu.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.device.Devices;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * The service of a backend on a device of its drivers. It looks for one when somebody asks what it can do, or computes. Its configuration
 * {@code fascicle.backend.NAME} names the device by number, from 0: {@code device}. Where it does not, the property
 * {@code fascicle.backend.NAME.device} of the framework or of the virtual machine does.
 */
public abstract class LazyBackend implements Backend {
    private static final String DEVICE = "device";

    private final String name;
    private final Devices devices;
    private final String number;
    private @Nullable GpuBackend backend;
    private boolean stopped;

    /** Loads nothing. */
    protected LazyBackend(String name, Devices devices, BundleContext context, Map<String, Object> configuration) {
        this.name = name;
        this.devices = devices;
        NativeLibrary.unpackTo(context.getDataFile("lwjgl").toPath());
        number = setting(name, DEVICE, context, configuration).orElse("0");
    }

    /** What the configuration says, or else a property of the framework or of the virtual machine. */
    protected static Optional<String> setting(String backend, String key, BundleContext context,
            Map<String, Object> configuration) {
        Object configured = configuration.get(key);
        return Optional.ofNullable(
                configured != null ? configured.toString() : context.getProperty("fascicle.backend." + backend + "." + key));
    }

    /** Refuses whatever is new; the device is given back when all memory on it is closed. */
    public synchronized void stop() {
        stopped = true;
        if (backend != null) {
            backend.stop();
        }
    }

    private synchronized GpuBackend backend() {
        GpuBackend made = backend;
        if (made == null) {
            if (stopped) {
                throw new StoppedException(name);
            }
            made = new GpuBackend(name, devices.open(number()));
            backend = made;
        }
        return made;
    }

    private int number() {
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new BackendException("fascicle.backend." + name + " names the device '" + number
                    + "', which is no number; there are: " + devices.names(), e);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Capabilities capabilities() {
        try {
            return backend().capabilities();
        } catch (BackendException e) {
            return Capabilities.of("none", 0, Set.of()).missing(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public final Set<Primitive> primitives() {
        return GpuBackend.PRIMITIVES;
    }

    @Override
    public final Buffer allocate(Type type, Precision precision, long elements) {
        return backend().allocate(type, precision, elements);
    }

    @Override
    public final Executable compile(Graph graph, CompileSettings settings) {
        return backend().compile(graph, settings);
    }
}
