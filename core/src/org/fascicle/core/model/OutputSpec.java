package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Collections;
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
    private final Reduction reduction;
    private final List<TechniqueSpec> metrics;
    private final List<TechniqueSpec> weightedMetrics;

    OutputSpec(String name, @Nullable String layer, TechniqueSpec loss, double weight, Reduction reduction,
            List<TechniqueSpec> metrics, List<TechniqueSpec> weightedMetrics) {
        this.name = Objects.requireNonNull(name);
        this.layer = layer;
        this.loss = Objects.requireNonNull(loss);
        this.weight = weight;
        this.reduction = Objects.requireNonNull(reduction);
        this.metrics = List.copyOf(metrics);
        this.weightedMetrics = List.copyOf(weightedMetrics);
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

    /** How the losses of the rows become one number. */
    public Reduction reduction() {
        return reduction;
    }

    /** The metrics, in the order of the file; those that count rows by their weights are the last. */
    public List<TechniqueSpec> metrics() {
        List<TechniqueSpec> all = new ArrayList<>(metrics);
        all.addAll(weightedMetrics);
        return Collections.unmodifiableList(all);
    }

    /** Whether one of the {@link #metrics} counts rows by their weights. */
    public boolean isWeighted(int metric) {
        return metric >= metrics.size();
    }

    /**
     * What the history calls the metrics, in their order: without namespace, numbered where they repeat. One that counts rows by their
     * weights, while another of its name does not, has {@code weighted_} before its name, as in Keras.
     */
    public List<String> metricNames() {
        Names names = new Names(List.of());
        List<String> given = new ArrayList<>();
        for (TechniqueSpec metric : metrics) {
            given.add(names.next(metric.reported()));
        }
        for (TechniqueSpec metric : weightedMetrics) {
            String local = metric.reported().substring(metric.reported().indexOf(':') + 1);
            boolean both = metrics.stream().anyMatch(other -> other.reported().equals(metric.reported()));
            given.add(names.next(both ? "weighted_" + local : local));
        }
        return given.stream().map(this::reported).collect(Collectors.toUnmodifiableList());
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
                && reduction == that.reduction && metrics.equals(that.metrics) && weightedMetrics.equals(that.weightedMetrics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, layer, loss, weight, reduction, metrics, weightedMetrics);
    }
}
