package org.fascicle.backend.reference;

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
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend that all others are compared with: runs a graph as it stands, node by node, in the calling thread, with no pass.
 *
 * <p>What it computes is a function of the graph and its data alone, on every machine: elementary functions are those of
 * {@link StrictMath} (erf and its inverse are Apache Commons Numbers'), sums run in row-major order in one accumulator.
 *
 * <p>A real is a double in either precision. In float32, every node's result is computed in float64 and rounded once. For
 * add, sub, mul, div and sqrt that is what IEEE 754 asks of binary32 (Figueroa, 1995, "When is double rounding innocuous?");
 * a sum along an axis, a running sum or a matrix product is more exact than one that is added up in binary32.
 *
 * <p>With its low ranking it is used only where it is asked for by name. Safe for any thread.
 */
@Component(service = Backend.class, property = "service.ranking:Integer=-100")
public final class ReferenceBackend implements Backend {
    /** The first version of the table, and what came later. */
    private static final Set<Primitive> PRIMITIVES = Stream.concat(Primitives.initial().stream(),
            Stream.of(Primitives.ERFC, Primitives.SCAN)).collect(Collectors.toUnmodifiableSet());

    static final String NAME = "reference";

    private final Running running = new Running();

    /** A new backend; it holds no memory and no thread. */
    public ReferenceBackend() {}

    /** Refuses all that comes from now on, but reads. */
    @Deactivate
    public void stop() {
        running.stop();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.of("CPU, 1 thread", 1, EnumSet.complementOf(EnumSet.of(Precision.TF32)))
                .with("mathematics", "StrictMath")
                .because("slow and exact, to compare others with");
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        running.require();
        require(precision);
        if (elements < 0) {
            throw new IllegalArgumentException("there are no " + elements + " elements");
        }
        return ArrayBuffer.allocate(running, type, precision, elements);
    }

    @Override
    public Set<Primitive> primitives() {
        return PRIMITIVES;
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        running.require();
        require(settings.precision());
        return new Program(running, graph, settings);
    }

    private static void require(Precision precision) {
        if (precision == Precision.TF32) {
            throw new BackendException(NAME + " computes in float32 or float64, not in " + precision);
        }
    }
}
