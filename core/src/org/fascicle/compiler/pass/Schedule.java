package org.fascicle.compiler.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/**
 * A graph as kernels, in an order in which they can run. What only guarded commits need comes last: a backend runs the
 * kernels before {@link #guardedFrom()}, looks at the guard, and runs the others if it is true. Immutable.
 */
public final class Schedule {
    private final Graph graph;
    private final List<Kernel> kernels;
    private final int guardedFrom;
    private final Map<Node, Kernel> storedBy = new HashMap<>();

    Schedule(Graph graph, List<Kernel> kernels) {
        this.graph = graph;
        this.kernels = List.copyOf(kernels);
        int unguarded = 0;
        for (Kernel kernel : kernels) {
            unguarded += kernel.isGuarded() ? 0 : 1;
            kernel.outputs().forEach(output -> storedBy.put(output, kernel));
        }
        this.guardedFrom = unguarded;
    }

    /** What it computes. */
    public Graph graph() {
        return graph;
    }

    /** The kernels; each comes after those whose results it reads. */
    public List<Kernel> kernels() {
        return kernels;
    }

    /** The number of kernels that run in any case; those behind may run only if the guard is true. */
    public int guardedFrom() {
        return guardedFrom;
    }

    /** The kernel that stores a node; none for sources and for what is computed in passing. */
    public Optional<Kernel> storedBy(Node node) {
        return Optional.ofNullable(storedBy.get(node));
    }

    /** Whether nothing has to be computed for a node: a constant, a scalar, an input, a variable. */
    public static boolean isSource(Node node) {
        Primitive op = node.op();
        return op == Primitives.CONSTANT || op == Primitives.SCALAR || op == Primitives.INPUT || op == Primitives.VARIABLE;
    }

    /** The kernels, one after the other. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        kernels.forEach(kernel -> text.append(kernel).append('\n'));
        return text.toString();
    }
}
