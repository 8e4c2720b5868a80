package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a model file says, checked against the techniques that are installed. Pure data: holds no class of a technique.
 * Immutable.
 */
public final class ModelSpec {
    private final ModelText text;
    private final @Nullable DataSpec data;
    private final NetworkSpec network;
    private final List<OutputSpec> outputs;
    private final @Nullable UpdateSpec updates;
    private final TrainingSpec training;

    ModelSpec(ModelText text, @Nullable DataSpec data, NetworkSpec network, List<OutputSpec> outputs,
            @Nullable UpdateSpec updates, TrainingSpec training) {
        this.text = Objects.requireNonNull(text);
        this.data = data;
        this.network = Objects.requireNonNull(network);
        this.outputs = List.copyOf(outputs);
        this.updates = updates;
        this.training = Objects.requireNonNull(training);
    }

    /**
     * What messages call the file at a place.
     *
     * @param pointer a JSON pointer; null for the file as a whole
     */
    public String source(@Nullable String pointer) {
        return text.source(pointer);
    }

    /**
     * The file as it was read, overrides included, in one layout; reads as the same specification. What an archive keeps.
     */
    public ModelText text() {
        return text;
    }

    /** The data; null if the file leaves them to the caller. */
    public @Nullable DataSpec data() {
        return data;
    }

    /** The network alone. */
    public NetworkSpec networkSpec() {
        return network;
    }

    /** The layers, each after its inputs; at least one. */
    public List<LayerSpec> network() {
        return network.layers();
    }

    /** The outputs, each with its loss and metrics; at least one. */
    public List<OutputSpec> outputs() {
        return outputs;
    }

    /** Whether it says how parameters are updated: not so if the file was read for evaluation alone. */
    public boolean hasUpdates() {
        return updates != null;
    }

    /** The optimizer, and what else is said of updates; not for a file that was read for evaluation alone. */
    public UpdateSpec updates() {
        return Objects.requireNonNull(updates, "read to judge alone");
    }

    /** All techniques that it names; not those within their options. */
    public List<TechniqueSpec> techniques() {
        List<TechniqueSpec> all = new ArrayList<>();
        if (data != null) {
            all.add(data.source());
        }
        outputs.forEach(output -> all.add(output.loss()));
        network().forEach(layer -> all.add(layer.technique()));
        outputs.forEach(output -> all.addAll(output.metrics()));
        if (updates != null) {
            all.addAll(updates.techniques());
        }
        return all;
    }

    /** How it is trained. */
    public TrainingSpec training() {
        return training;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ModelSpec)) {
            return false;
        }
        ModelSpec that = (ModelSpec) other;
        return Objects.equals(data, that.data) && network.equals(that.network) && outputs.equals(that.outputs)
                && Objects.equals(updates, that.updates) && training.equals(that.training);
    }

    @Override
    public int hashCode() {
        return Objects.hash(data, network, outputs, updates, training);
    }
}
