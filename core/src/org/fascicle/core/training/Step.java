package org.fascicle.core.training;

import java.util.List;

import org.fascicle.api.graph.Graph;

/** A graph that is run batch by batch, and the tensors behind it. Immutable. */
public final class Step {
    private final Graph graph;
    private final Layout layout;
    private final List<TensorSpec> tensors;

    Step(Graph graph, Layout layout, List<TensorSpec> tensors) {
        this.graph = graph;
        this.layout = layout;
        this.tensors = List.copyOf(tensors);
    }

    /** What is run: forward, and in training backward and update. */
    public Graph graph() {
        return graph;
    }

    /** Makes room for its tensors in a store, each with its first value. */
    public void allocate(Store store) {
        layout.allocate(store, tensors);
    }

    /** The tensors that it brings: in training parameters, states, slots and metrics; in evaluation the metrics. */
    public List<TensorSpec> tensors() {
        return tensors;
    }
}
