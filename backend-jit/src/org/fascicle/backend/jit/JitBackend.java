package org.fascicle.backend.jit;

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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend {@code jit}: fused loops that are generated as classes, and matrix products in Java, on the CPU, in float32,
 * without native code. It uses {@code jdk.incubator.vector} where the virtual machine was started with it, else plain
 * loops. Results are equal to the bit for any number of threads. Configuration: {@code threads}, by default as many as
 * there are processors.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.jit",
        property = {"name=jit", "service.ranking:Integer=5"})
public final class JitBackend implements Backend {
    private final Engine engine;

    /** A backend with its own threads, which {@link #stop} ends. */
    @Activate
    public JitBackend(Map<String, Object> configuration) {
        this(Form.best(), threads(configuration));
    }

    JitBackend(Form form, int threads) {
        engine = new Engine(form, threads);
    }

    private static int threads(Map<String, Object> configuration) {
        Object given = configuration.get("threads");
        int threads = given == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(given.toString());
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        return threads;
    }

    /** Ends the threads. */
    @Deactivate
    public void stop() {
        engine.stop();
    }

    @Override
    public String name() {
        return "jit";
    }

    @Override
    public Capabilities capabilities() {
        int threads = engine.team.threads();
        return Capabilities.of("CPU, " + threads + (threads == 1 ? " thread" : " threads"), threads,
                Set.of(Precision.FLOAT32))
                .with("kernels", engine.cache.form() == Form.VECTOR ? "jdk.incubator.vector, " + Vectors.width() + " lanes"
                        : "plain loops")
                .with("gemm", engine.gemm.description());
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        engine.requireRunning();
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return new JitBuffer(type, Room.allocate(type, elements, "a buffer"), elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        engine.requireRunning();
        require(settings.precision());
        return new Program(engine, graph, settings.maxRows(), settings.isFused());
    }

    private static void require(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new BackendException("jit computes in " + Precision.FLOAT32 + ", not in " + precision);
        }
    }
}
