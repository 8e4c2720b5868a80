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
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.plan.Tools;
import org.fascicle.backend.jit.run.Engine;
import org.fascicle.backend.jit.run.JitBuffer;
import org.fascicle.backend.jit.run.JitExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code jit}: fused loops and matrix products that are compiled for the processor at hand, on the CPU, in float32, on
 * memory outside the heap. A {@link GemmLibrary} computes products of bfloat16. Results are equal to the bit for any number of threads.
 */
public final class JitBackend implements Backend {
    static final String NAME = "jit";
    /** The first version of the table, and loops. */
    private static final Set<Primitive> PRIMITIVES = Stream.concat(Primitives.initial().stream(), Stream.of(Primitives.SCAN))
            .collect(Collectors.toUnmodifiableSet());

    private final Engine engine;

    /** A backend with its own threads, which start with its first run and which {@link #stop} ends, as it closes the compiler. */
    public JitBackend(Compiler compiler, int threads) {
        engine = new Engine(NAME, new Tools(compiler), threads);
    }

    /** Computes products by a library from the next run on; null for none. */
    void bind(@Nullable GemmLibrary library) {
        engine.change(library);
    }

    /** Ends the threads. */
    public void stop() {
        engine.stop();
    }

    /** How many kernels are kept. */
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
                .with("kernels", "compiled, " + Scratch.LANES + " lanes")
                .with("gemm", engine.tools.gemm.description() + (library == null ? "" : "; " + library.description()))
                .because(engine.tools.compiler.obstacle().map(reason -> "no native code can be run here: " + reason)
                        .orElse("kernels compiled for this processor"));
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
