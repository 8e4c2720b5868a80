package org.fascicle.backend.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;

/** The buffers of a workspace's variables and inputs, all of them checked. Immutable. */
final class BoundBuffers {
    private final CompileSettings settings;
    private final Map<String, ArrayBuffer> variables = new HashMap<>();
    private final Map<String, ArrayBuffer> inputs = new HashMap<>();
    private final List<ArrayBuffer> all = new ArrayList<>();

    /**
     * The buffers of a graph.
     *
     * @throws BackendException if one is missing or does not fit
     */
    BoundBuffers(Graph graph, CompileSettings settings, Bindings bindings) {
        this.settings = settings;
        for (Variable variable : graph.variables()) {
            String path = variable.path();
            Buffer buffer = bindings.variable(path);
            variables.put(path, checked(buffer, "the variable '" + path + "'", variable.type(), variable.shape()));
        }
        for (Map.Entry<String, Node> input : graph.inputs().entrySet()) {
            String name = input.getKey();
            Node node = input.getValue();
            inputs.put(name, checked(bindings.input(name), "the input '" + name + "'", node.type(), node.shape()));
        }
    }

    /** The buffer of a variable. */
    ArrayBuffer of(Variable variable) {
        return bound(variables, variable.path());
    }

    /** The buffer of a node that reads a variable or an input. */
    ArrayBuffer of(Node node) {
        return node.op() == Primitives.VARIABLE
                ? bound(variables, node.attributes().text("path"))
                : bound(inputs, node.attributes().text("name"));
    }

    private static ArrayBuffer bound(Map<String, ArrayBuffer> buffers, String name) {
        return Objects.requireNonNull(buffers.get(name), name);
    }

    /** Refuses to go on when one of them has been closed. */
    void requireOpen() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).array();
        }
    }

    private ArrayBuffer checked(Buffer buffer, String what, Type type, Shape shape) {
        int elements = Memory.elements(type, shape, settings.maxRows(), what);
        if (!(buffer instanceof ArrayBuffer)) {
            throw new BackendException("the buffer of " + what + " is another backend's: " + buffer);
        }
        if (buffer.type() != type || type == Type.REAL && buffer.precision() != settings.precision()) {
            throw new BackendException("the buffer of " + what + " must be of " + type
                    + (type == Type.REAL ? " (" + settings.precision() + ")" : "") + ": " + buffer);
        }
        if (buffer.size() < elements) {
            throw new BackendException("the buffer of " + what + " must have " + elements + " elements for " + shape
                    + " with " + settings.maxRows() + " rows: " + buffer);
        }
        all.add((ArrayBuffer) buffer);
        return (ArrayBuffer) buffer;
    }
}
