package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** An output of a network, with its loss and metrics. Immutable. */
public final class OutputSpec {
    private final String name;
    private final @Nullable String layer;
    private final TechniqueSpec loss;
    private final double weight;
    private final List<TechniqueSpec> metrics;

    OutputSpec(String name, @Nullable String layer, TechniqueSpec loss, double weight, List<TechniqueSpec> metrics) {
        this.name = Objects.requireNonNull(name);
        this.layer = layer;
        this.loss = Objects.requireNonNull(loss);
        this.weight = weight;
        this.metrics = List.copyOf(metrics);
    }

    /** Its name: the layer's, or {@code output} if it is the only one and the file does not name it. */
    public String name() {
        return name;
    }

    /** Whether the file names it, so that what is reported of it begins with its name. */
    public boolean isNamed() {
        return layer != null;
    }

    /** The loss. */
    public TechniqueSpec loss() {
        return loss;
    }

    /** What its loss is multiplied with in the sum of all losses; 1 by default. */
    public double weight() {
        return weight;
    }

    /** The metrics, in the order of the file. */
    public List<TechniqueSpec> metrics() {
        return metrics;
    }

    /** What the history calls the metrics, in their order: without namespace, numbered where they repeat. */
    public List<String> metricNames() {
        return ModelSpec.metricNames(metrics).stream().map(this::reported).collect(Collectors.toUnmodifiableList());
    }

    /** What the history calls something of this output. */
    public String reported(String what) {
        return isNamed() ? name + "_" + what : what;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof OutputSpec)) {
            return false;
        }
        OutputSpec that = (OutputSpec) other;
        return name.equals(that.name) && Objects.equals(layer, that.layer) && loss.equals(that.loss) && weight == that.weight
                && metrics.equals(that.metrics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, layer, loss, weight, metrics);
    }
}
