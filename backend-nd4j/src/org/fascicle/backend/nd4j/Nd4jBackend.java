package org.fascicle.backend.nd4j;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.nd4j.natives.Processor;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend {@code nd4j}: libnd4j and OpenBLAS on the CPU, in float32. The libraries are loaded when they are first needed, on a
 * thread that ends with the component. Configuration: {@code threads}, of OpenBLAS, on which results hang to the bit; without one the
 * system property {@code fascicle.backend.nd4j.threads}, else 1.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.nd4j",
        property = {"name=nd4j", "service.ranking:Integer=100"})
public final class Nd4jBackend implements Backend {
    private static final String VERSION = "1.0.0-M2.1";
    private static final String THREADS = "fascicle.backend.nd4j.threads";

    private final Engine engine;
    private final int threads;

    /** A backend with its own thread, which {@link #stop} ends. */
    @Activate
    public Nd4jBackend(Map<String, Object> configuration) {
        Object given = configuration.getOrDefault("threads", System.getProperty(THREADS, "1"));
        threads = Math.max(1, Integer.parseInt(given.toString()));
        engine = new Engine(cache(), threads);
    }

    /** Where the libraries are unpacked to: a folder for each version of the bundle that has them. */
    private static Path cache() {
        Bundle library = FrameworkUtil.getBundle(Nd4jCpu.class);
        String base = System.getenv("XDG_CACHE_HOME");
        Path folder = base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return folder.resolve("fascicle").resolve("nd4j-" + VERSION
                + (library == null ? "" : "-" + library.getVersion()));
    }

    /** Ends the thread and gives all memory back. */
    @Deactivate
    public void stop() {
        engine.close();
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.of("CPU, " + threads + (threads == 1 ? " thread" : " threads"), threads, Set.of(Precision.FLOAT32))
                .with("library", "nd4j " + VERSION)
                .with("gemm", "OpenBLAS 0.3.19, kernels " + Processor.coreType() + ", threads " + threads)
                .with("instructions", Processor.instructionSet());
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return Nd4jBuffer.allocate(engine, type, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        require(settings.precision());
        return new Nd4jExecutable(engine, new Program(graph, settings.maxRows(), settings.isFused()));
    }

    private static void require(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new BackendException("nd4j computes in " + Precision.FLOAT32 + ", not in " + precision);
        }
    }
}
