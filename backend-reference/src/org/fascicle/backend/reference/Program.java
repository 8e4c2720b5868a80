package org.fascicle.backend.reference;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Graph;

/** A graph that this backend can run, and how much memory that takes. Immutable. */
final class Program implements Executable {
    private final Graph graph;
    private final CompileSettings settings;
    private final long bytes;

    /**
     * A program.
     *
     * @throws BackendException if a node is none that this backend can compute, or too large for an array
     */
    Program(Graph graph, CompileSettings settings) {
        this.graph = graph;
        this.settings = settings;
        Memory memory = Memory.measuring();
        // Made of nothing and thrown away: what cannot be made is refused now, and not when a workspace opens.
        new Assembly(graph, settings, memory, null);
        this.bytes = memory.bytes();
    }

    @Override
    public Workspace open(Bindings bindings) {
        String what = "a workspace of " + graph.nodes().size() + " operations with " + settings.maxRows() + " rows";
        BoundBuffers bound = new BoundBuffers(graph, settings, bindings);
        Memory.requireRoom(what, bytes);
        try {
            return new RunningInstance(graph, settings, new Assembly(graph, settings, Memory.heap(), bound), bound);
        } catch (OutOfMemoryError e) {
            throw Memory.exhausted(what, bytes, e);
        }
    }

    /** Does nothing: a program holds no memory of its own. */
    @Override
    public void close() {}
}
