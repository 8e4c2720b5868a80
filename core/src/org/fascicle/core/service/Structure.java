package org.fascicle.core.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.binding.Recorder;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.inference.Outline;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.program.TensorSpec;

/** A model's network, as the versions of techniques make it that the model is bound to. Immutable. */
final class Structure {
    final NetworkSpec network;
    final InferenceGraphs graphs;
    final Outline outline;
    final List<TensorSpec> tensors;

    /**
     * A structure. All of it is found out now, because a technique may be gone later: a training may end then, and leaves its
     * parameters to the model all the same.
     *
     * @param parts are bound to the techniques
     * @param inputs the shape of one row of each input, by name
     */
    Structure(NetworkSpec network, Parts parts, Map<String, Shape> inputs) {
        this.network = network;
        this.graphs = new InferenceGraphs(network, parts.factory, inputs, parts.precision);
        this.outline = graphs.outline();
        this.tensors = graphs.tensors();
    }

    /** The techniques that a network uses at this moment; of those that predictions do without, what is recorded may do. */
    static Binding used(NetworkSpec network, Parts parts) {
        Collection<TechniqueRecord> recorded = parts.techniques.binding().records();
        return new Recorder(parts.techniques, parts.factory.predicting(), parts.context).record(network.techniques(), recorded);
    }
}
