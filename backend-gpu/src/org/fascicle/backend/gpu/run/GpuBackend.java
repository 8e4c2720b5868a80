package org.fascicle.backend.gpu.run;

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
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.fascicle.compiler.execution.ProgramExecutable;
import org.jspecify.annotations.Nullable;

/** A backend on one device, whoever's driver it has. */
public final class GpuBackend implements Backend {
    /** The first version of the table, and what came later. */
    static final Set<Primitive> PRIMITIVES = Stream.concat(Primitives.initial().stream(), Stream.of(Primitives.ERFC))
            .collect(Collectors.toUnmodifiableSet());

    private final String name;
    private final Capabilities capabilities;
    private final Engine engine;
    private final Dialect dialect;
    private final @Nullable ProductLibrary library;

    /** A backend, which {@link #stop} ends. */
    public GpuBackend(String name, Device device) {
        this.name = name;
        this.engine = new Engine(name, device);
        this.dialect = device.dialect();
        this.library = device.products().orElse(null);
        Set<Precision> precisions = EnumSet.of(Precision.FLOAT32, Precision.BFLOAT16);
        if (library != null && library.elements().contains(Product.Elements.TF32)) {
            precisions.add(Precision.TF32);
        }
        Capabilities made = Capabilities.of(device.name(), 1, precisions);
        for (var line : device.record().entrySet()) {
            made = made.with(line.getKey(), line.getValue());
        }
        capabilities = made.memory(device.memory()).because("a device with a driver of its own");
    }

    /** Refuses whatever is new; the device is given back when all memory on it is closed. */
    public void stop() {
        engine.stop();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        engine.requireRunning();
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return GpuBuffer.allocate(engine, type, elements);
    }

    @Override
    public Set<Primitive> primitives() {
        return PRIMITIVES;
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        engine.requireRunning();
        require(settings.precision());
        Program program = new Program(graph, settings, dialect, library);
        engine.compile(program.kernels);
        return new ProgramExecutable((bindings, closing) -> new GpuWorkspace(engine, program, bindings, closing));
    }

    private void require(Precision precision) {
        if (precision.storage() != precision || !capabilities.precisions().contains(precision)) {
            throw new BackendException(name + " computes in " + Precision.FLOAT32 + " here, not in " + precision
                    + (precision == Precision.TF32 ? ": that takes a card of compute capability 8.0 or newer, and cuBLASLt"
                            : ""));
        }
    }
}
