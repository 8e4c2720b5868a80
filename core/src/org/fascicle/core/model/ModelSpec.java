package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a model file says, checked against the techniques that are installed. Pure data: holds no class of a technique.
 * Immutable.
 */
public final class ModelSpec {
    private final String source;
    private final String json;
    private final DataSpec data;
    private final List<LayerSpec> network;
    private final TechniqueSpec loss;
    private final List<TechniqueSpec> metrics;
    private final UpdateSpec updates;
    private final TrainingSpec training;

    ModelSpec(String source, String json, DataSpec data, List<LayerSpec> network, TechniqueSpec loss,
            List<TechniqueSpec> metrics, UpdateSpec updates, TrainingSpec training) {
        this.source = source;
        this.json = Objects.requireNonNull(json);
        this.data = Objects.requireNonNull(data);
        this.network = List.copyOf(network);
        this.loss = Objects.requireNonNull(loss);
        this.metrics = List.copyOf(metrics);
        this.updates = Objects.requireNonNull(updates);
        this.training = Objects.requireNonNull(training);
    }

    /** What messages call the file. */
    public String source() {
        return source;
    }

    /**
     * The file as it was read, overrides included, in one layout; reads as the same specification. What an archive keeps.
     */
    public String json() {
        return json;
    }

    /** The data. */
    public DataSpec data() {
        return data;
    }

    /** The layers, each after its inputs; at least one. The last one's output is the network's. */
    public List<LayerSpec> network() {
        return network;
    }

    /** The loss. */
    public TechniqueSpec loss() {
        return loss;
    }

    /** The metrics, in the order of the file. */
    public List<TechniqueSpec> metrics() {
        return metrics;
    }

    /** What the history calls the metrics, in their order: without namespace, numbered as layers are where they repeat. */
    public List<String> metricNames() {
        return metricNames(metrics);
    }

    static List<String> metricNames(List<TechniqueSpec> metrics) {
        Names names = new Names(List.of());
        return metrics.stream().map(metric -> names.next(metric.name())).collect(Collectors.toUnmodifiableList());
    }

    /** The optimizer, and what else is said of updates. */
    public UpdateSpec updates() {
        return updates;
    }

    /** All techniques that it names; not those within their options. */
    public List<TechniqueSpec> techniques() {
        List<TechniqueSpec> all = new ArrayList<>(List.of(data.source(), loss));
        network.forEach(layer -> all.add(layer.technique()));
        all.addAll(metrics);
        all.addAll(updates.techniques());
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
        return data.equals(that.data) && network.equals(that.network) && loss.equals(that.loss)
                && metrics.equals(that.metrics) && updates.equals(that.updates) && training.equals(that.training);
    }

    @Override
    public int hashCode() {
        return Objects.hash(data, network, loss, metrics, updates, training);
    }
}
