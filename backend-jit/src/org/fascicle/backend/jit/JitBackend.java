package org.fascicle.backend.jit;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.kernel.Vectors;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.plan.Tools;
import org.fascicle.backend.jit.run.Engine;
import org.fascicle.backend.jit.run.JitBuffer;
import org.fascicle.backend.jit.run.JitExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code jit}: fused loops that are generated as classes, and matrix products in Java, on the CPU, in float32,
 * without native code of its own. A {@link GemmLibrary} computes those products that it is faster at, and is what bfloat16
 * takes. It uses {@code jdk.incubator.vector} where the virtual machine was started with it, else plain loops. Results are equal
 * to the bit for any number of threads.
 */
public final class JitBackend implements Backend {
    static final String NAME = "jit";
    /** The first version of the table, and loops. */
    private static final Set<Primitive> PRIMITIVES = Stream.concat(Primitives.initial().stream(), Stream.of(Primitives.SCAN))
            .collect(Collectors.toUnmodifiableSet());

    private final Engine engine;

    /** A backend with its own threads, which start with its first run and which {@link #stop} ends. */
    public JitBackend(Form form, int threads) {
        this(form, threads, () -> {});
    }

    /**
     * A backend with its own threads, which start with its first run and which {@link #stop} ends.
     *
     * @param refused called when a library of matrix products has turned out not to work
     */
    JitBackend(Form form, int threads, Runnable refused) {
        engine = new Engine(NAME, new Tools(form, refused), threads);
    }

    /** The library that products are computed by; null if there is none that works. */
    @Nullable
    GemmLibrary library() {
        return engine.tools.library.get();
    }

    /** Computes products by a library from the next run on; null for none. */
    void bind(@Nullable GemmLibrary library) {
        engine.change(library);
    }

    /** Ends the threads. */
    public void stop() {
        engine.stop();
    }

    /** How many generated classes are kept. */
    int kernels() {
        return engine.tools.cache.size();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Primitive> primitives() {
        return PRIMITIVES;
    }

    @Override
    public Capabilities capabilities() {
        int threads = engine.team.threads();
        GemmLibrary library = engine.tools.library.get();
        boolean isMixed = library != null && library.multiplies(Element.BFLOAT16);
        return Capabilities.of("CPU, " + threads + (threads == 1 ? " thread" : " threads"), threads,
                isMixed ? EnumSet.of(Precision.FLOAT32, Precision.BFLOAT16) : EnumSet.of(Precision.FLOAT32))
                .with("kernels", engine.tools.cache.form() == Form.VECTOR ? "jdk.incubator.vector, " + Vectors.width() + " lanes"
                        : "plain loops")
                .with("gemm", engine.tools.gemm.description() + (library == null ? "" : "; " + library.description()))
                .because(Rank.of(engine.tools.cache.form(), library).reason);
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        engine.requireRunning();
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return JitBuffer.allocate(engine, type, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        engine.requireRunning();
        require(settings.precision());
        return JitExecutable.of(engine, new Program(engine.tools, graph, settings));
    }

    private static void require(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new BackendException("jit computes in " + Precision.FLOAT32 + ", not in " + precision);
        }
    }
}
