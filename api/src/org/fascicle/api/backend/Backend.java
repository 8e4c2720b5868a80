package org.fascicle.api.backend;

import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that runs graphs: an OSGi service, which the platform chooses by name, or by the highest service ranking. Safe for
 * any thread.
 */
@ConsumerType
public interface Backend {
    /** The name by which users pick it: {@code reference}, {@code nd4j}. */
    String name();

    /** What it is, can do and consists of. */
    Capabilities capabilities();

    /**
     * Memory of this backend, filled with zeros.
     *
     * @param type of the elements
     * @param precision what real elements are
     * @param elements how many, at least 0
     * @throws BackendException if there is not so much memory
     */
    Buffer allocate(Type type, Precision precision, long elements);

    /**
     * Makes a graph into something that runs.
     *
     * @param graph what to compute
     * @param settings precision and largest number of rows
     * @throws BackendException if it cannot; the message names the operation and its provenance
     */
    Executable compile(Graph graph, CompileSettings settings);
}
