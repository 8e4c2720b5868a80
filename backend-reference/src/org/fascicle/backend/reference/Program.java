package org.fascicle.backend.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Graph;

/** A graph that this backend can run, how much memory that takes, and the workspaces that are open on it. Safe for any thread. */
final class Program implements Executable {
    private final Running running;
    private final Graph graph;
    private final CompileSettings settings;
    private final long bytes;
    /** Guards itself and {@link #closed}. */
    private final Set<RunningInstance> instances = new HashSet<>();
    private boolean closed;

    /**
     * A program.
     *
     * @throws BackendException if a node is none that this backend can compute, or too large for an array
     */
    Program(Running running, Graph graph, CompileSettings settings) {
        this.running = running;
        this.graph = graph;
        this.settings = settings;
        Memory memory = Memory.measuring();
        // Made without memory and dropped: what cannot be made is refused now, and not when a workspace opens.
        Assembly.of(graph, settings, memory, null);
        this.bytes = memory.bytes();
    }

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        running.require();
        String what = "a workspace of " + graph.nodes().size() + " operations with " + settings.maxRows() + " rows";
        BoundBuffers bound = new BoundBuffers(graph, settings, bindings);
        Memory.requireRoom(what, bytes);
        RunningInstance instance;
        try {
            instance = new RunningInstance(this, running, graph, settings, Assembly.of(graph, settings, Memory.heap(), bound),
                    bound);
        } catch (OutOfMemoryError e) {
            throw MemoryException.ofHeap(what, bytes, e);
        }
        synchronized (instances) {
            requireOpen();
            instances.add(instance);
        }
        return instance;
    }

    private void requireOpen() {
        synchronized (instances) {
            if (closed) {
                throw new ClosedException("the program is closed");
            }
        }
    }

    /** A workspace has been closed. */
    void closed(RunningInstance instance) {
        synchronized (instances) {
            instances.remove(instance);
        }
    }

    @Override
    public void close() {
        List<RunningInstance> left;
        synchronized (instances) {
            closed = true;
            left = List.copyOf(instances);
        }
        left.forEach(RunningInstance::close);
    }
}
