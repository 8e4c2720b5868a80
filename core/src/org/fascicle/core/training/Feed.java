package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.graph.Graph;
import org.fascicle.core.program.Store;

/** Brings the rows of each step to the inputs of a training program. Used by one thread. */
interface Feed extends AutoCloseable {
    /** The number of rows of one epoch. */
    long count();

    /** The buffers of the program's inputs, by name. */
    Map<String, Buffer> inputs();

    /**
     * Brings the rows of a step.
     *
     * @param epoch the epoch at hand, from 0
     * @param at the step within it, from 0
     * @return how many rows
     */
    int next(int epoch, long at);

    @Override
    void close();

    /** Buffers for one batch of each of a graph's inputs, by name. */
    static Map<String, Buffer> buffers(Graph graph, Backend backend, Store store, int batch) {
        Map<String, Buffer> made = new LinkedHashMap<>();
        try {
            graph.inputs().forEach(
                    (name, node) -> made.put(name, backend.allocate(node.type(), store.precision(), node.shape().size(batch))));
            return made;
        } catch (RuntimeException e) {
            made.values().forEach(Buffer::close);
            throw e;
        }
    }
}
