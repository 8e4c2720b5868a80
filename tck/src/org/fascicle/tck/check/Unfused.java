package org.fascicle.tck.check;

import java.util.Objects;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;

/** A backend that computes each operation by itself. As safe as the backend. */
final class Unfused implements Backend {
    private final Backend backend;

    Unfused(Backend backend) {
        this.backend = Objects.requireNonNull(backend);
    }

    @Override
    public String name() {
        return backend.name() + ", unfused,";
    }

    @Override
    public Capabilities capabilities() {
        return backend.capabilities();
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        return backend.allocate(type, precision, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        return backend.compile(graph, settings.unfused());
    }
}
