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
import org.fascicle.compiler.execution.ProgramExecutable;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend {@code nd4j}: libnd4j and OpenBLAS on the CPU, in float32. The libraries are loaded when they are first needed, on a
 * thread that ends with the component. Configuration: {@code threads}, of OpenBLAS, on which results depend to the bit; without one the
 * system property {@code fascicle.backend.nd4j.threads}, else 1. A value that is no such number is logged, and 1 taken.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.nd4j",
        property = {"name=nd4j", "service.ranking:Integer=100"})
public final class Nd4jBackend implements Backend {
    static final String NAME = "nd4j";
    private static final System.Logger LOG = System.getLogger(Nd4jBackend.class.getName());
    private static final String VERSION = "1.0.0-M2.1";
    private static final String THREADS = "fascicle.backend.nd4j.threads";
    private static final int MOST_THREADS = 1024;

    private final Engine engine;
    private final int threads;

    /** A backend with its own thread, which {@link #stop} ends. */
    @Activate
    public Nd4jBackend(Map<String, Object> configuration) {
        Object given = configuration.get("threads");
        threads = given != null ? threads(given, "threads") : threads(System.getProperty(THREADS, "1"), THREADS);
        engine = new Engine(cache(), threads);
    }

    private static int threads(Object given, String name) {
        try {
            int number = Integer.parseInt(given.toString().strip());
            if (number >= 1 && number <= MOST_THREADS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        LOG.log(System.Logger.Level.WARNING, "the backend '" + NAME + "' takes 1 thread: the value of '" + name
                + "' should be a number from 1 to " + MOST_THREADS + ", not '" + given + "'");
        return 1;
    }

    /** Where the libraries are unpacked to: a folder for each version of the bundle that has them. */
    private static Path cache() {
        Bundle library = FrameworkUtil.getBundle(Nd4jCpu.class);
        String base = System.getenv("XDG_CACHE_HOME");
        Path folder = base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return folder.resolve("fascicle").resolve("nd4j-" + VERSION
                + (library == null ? "" : "-" + library.getVersion()));
    }

    /** Carries out the runs that were asked for and ends the thread. Memory stays for those who read it, until they close it. */
    @Deactivate
    public void stop() {
        engine.close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.of("CPU, " + threads + (threads == 1 ? " thread" : " threads"), threads, Set.of(Precision.FLOAT32))
                .with("library", "nd4j " + VERSION)
                .with("gemm", "OpenBLAS 0.3.19, kernels " + Processor.coreType() + ", threads " + threads)
                .with("instructions", Processor.instructionSet())
                .because("native kernels of libnd4j");
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        engine.requireRunning();
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return Nd4jBuffer.allocate(engine, type, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        engine.requireRunning();
        require(settings.precision());
        Program program = new Program(graph, settings.maxRows(), settings.isFused());
        return new ProgramExecutable((bindings, closing) -> new Nd4jWorkspace(engine, program, bindings, closing));
    }

    private static void require(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new BackendException("nd4j computes in " + Precision.FLOAT32 + ", not in " + precision);
        }
    }
}
