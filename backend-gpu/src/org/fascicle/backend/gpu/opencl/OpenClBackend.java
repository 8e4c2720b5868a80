package org.fascicle.backend.gpu.opencl;

import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend on a device that speaks OpenCL. It looks for one when somebody asks what it can do, or computes. The configuration
 * {@code fascicle.backend.opencl} names the device by number, from 0: {@code device}.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.opencl",
        property = Constants.SERVICE_RANKING + ":Integer=-200")
public final class OpenClBackend implements Backend {
    static final String NAME = "opencl";
    private static final String DEVICE = "device";

    private final OpenClDevices devices = new OpenClDevices();
    private final Object number;
    private @Nullable GpuBackend backend;
    private boolean stopped;

    /** Made by Declarative Services. */
    @Activate
    public OpenClBackend(BundleContext context, Map<String, Object> configuration) {
        NativeLibrary.unpackTo(context.getDataFile("lwjgl").toPath());
        Object given = configuration.get(DEVICE);
        number = given == null ? 0 : given;
    }

    /** Refuses whatever is new; the device is given back when all memory on it is closed. */
    @Deactivate
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
                throw new StoppedException(NAME);
            }
            made = new GpuBackend(NAME, devices.open(number()));
            backend = made;
        }
        return made;
    }

    private int number() {
        try {
            return Integer.parseInt(number.toString().strip());
        } catch (NumberFormatException e) {
            throw new BackendException("the configuration fascicle.backend.opencl names the device '" + number
                    + "', which is no number; there are: " + devices.names(), e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        try {
            return backend().capabilities();
        } catch (BackendException e) {
            return Capabilities.of("none", 0, Set.of()).missing(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        return backend().allocate(type, precision, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        return backend().compile(graph, settings);
    }
}
