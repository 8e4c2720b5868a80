package org.fascicle.core.training;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Summary;
import org.fascicle.compiler.trace.Origins;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;
import org.jspecify.annotations.Nullable;

/** A graph that is run batch by batch, and the tensors behind it. Immutable. */
public final class Step {
    private final Graph graph;
    private final @Nullable Graph ending;
    private final Layout layout;
    private final List<TensorSpec> tensors;
    private final List<Summary.Parameter> parameters;
    private final Origins origins;

    Step(Graph graph, @Nullable Graph ending, Layout layout, List<TensorSpec> tensors, List<Summary.Parameter> parameters,
            Origins origins) {
        this.graph = graph;
        this.ending = ending;
        this.layout = layout;
        this.tensors = List.copyOf(tensors);
        this.parameters = List.copyOf(parameters);
        this.origins = origins;
    }

    /** What is run: forward, and in training backward and update. */
    public Graph graph() {
        return graph;
    }

    /** What becomes of parameters when training ends, as outputs by path; empty if they all stay. */
    Optional<Graph> ending() {
        return Optional.ofNullable(ending);
    }

    /** In training, the parameters of layers and loss, and by what each is updated; none in evaluation. */
    public List<Summary.Parameter> parameters() {
        return parameters;
    }

    /** Which techniques its operations come from. */
    Origins origins() {
        return origins;
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
