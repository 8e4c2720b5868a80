package org.fascicle.api.backend;

import java.util.Set;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs graphs. An OSGi service, which the platform chooses by name, or by the highest service ranking. Safe for any thread.
 *
 * <p><b>Closing.</b> Buffers, workspaces and executables can be closed at any moment, by any thread, in any order, and more than
 * once. A close waits for the runs, reads and writes of other threads that use what is closed, then gives the memory back; it
 * interrupts none of them. Whatever uses it later, or waited meanwhile, ends with a {@link ClosedException}; so does a run of a
 * workspace that a closed buffer is bound to.
 *
 * <p><b>Stopping.</b> A backend is stopped when its component is deactivated. Runs that have begun are carried out whole, and so
 * are those for which {@link Workspace#run} has returned: what the buffers hold is always what whole runs left in them. From then
 * on everything that computes, writes or allocates ends with a {@link StoppedException}. What reads goes on working until it is
 * closed: {@link Buffer#read} of buffers and outputs, {@link Workspace#output}, {@link Workspace#await} and {@link
 * Workspace#rejected}. So a training can be saved, and go on elsewhere. Memory is given back by closing.
 *
 * <p><b>Memory.</b> Where there is not enough, a {@link MemoryException} says what was needed and what there is.
 */
@ConsumerType
public interface Backend {
    /** The name by which users pick it: {@code reference}, {@code nd4j}. */
    String name();

    /** What it is, can do and consists of. */
    Capabilities capabilities();

    /**
     * The primitives that it has kernels for. Before a graph is {@linkplain #compile compiled}, all others in it are decomposed
     * into these, or the graph is refused. By default those of the first version of the table, so that a backend need not know
     * later ones; a backend that has kernels for more, or lacks some, says so here.
     */
    default Set<Primitive> primitives() {
        return Primitives.initial();
    }

    /**
     * Memory of this backend, filled with zeros.
     *
     * @param type of the elements
     * @param precision what real elements are
     * @param elements how many, at least 0
     * @throws MemoryException if there is not so much memory
     * @throws StoppedException if the backend has been stopped
     */
    Buffer allocate(Type type, Precision precision, long elements);

    /**
     * Makes a graph into something that runs.
     *
     * @param graph what to compute, of its {@link #primitives()}
     * @param settings precision and largest number of rows
     * @throws BackendException if it cannot; the message names the operation and its provenance
     * @throws MemoryException if a tensor is larger than the backend's memory can ever be
     * @throws StoppedException if the backend has been stopped
     */
    Executable compile(Graph graph, CompileSettings settings);
}
