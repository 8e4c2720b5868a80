package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How parameters are updated: the optimizer, and what a model file says around it, whichever it is. The names are those
 * of the arguments that every optimizer of Keras has. Immutable.
 */
public final class UpdateSpec {
    private final TechniqueSpec optimizer;
    private final List<TechniqueSpec> transforms;
    private final NumberSpec weightDecay;
    private final List<PathPattern> undecayed;
    private final Average average;
    private final int accumulationSteps;
    private final List<ParameterGroup> groups;

    UpdateSpec(TechniqueSpec optimizer, List<TechniqueSpec> transforms, NumberSpec weightDecay, List<PathPattern> undecayed,
            Average average, int accumulationSteps, List<ParameterGroup> groups) {
        this.optimizer = Objects.requireNonNull(optimizer);
        this.transforms = List.copyOf(transforms);
        this.weightDecay = weightDecay;
        this.undecayed = List.copyOf(undecayed);
        this.average = average;
        this.accumulationSteps = accumulationSteps;
        this.groups = List.copyOf(groups);
    }

    /** The optimizer of all parameters whose group has none of its own. */
    public TechniqueSpec optimizer() {
        return optimizer;
    }

    /** What is done to all gradients before the update, in this order: clipping, then {@code gradient_transforms}. */
    public List<TechniqueSpec> transforms() {
        return transforms;
    }

    /** The decoupled decay of weights around the optimizer; null for none. */
    public NumberSpec weightDecay() {
        return weightDecay;
    }

    /** Parameters that never decay, whatever group they are of. */
    public List<PathPattern> undecayed() {
        return undecayed;
    }

    /** The moving average of the weights; null for none. */
    public Average average() {
        return average;
    }

    /** How many steps gather gradients for one update; 1 if each step updates. */
    public int accumulationSteps() {
        return accumulationSteps;
    }

    /** Parameters that are updated in another way; the first group that matches counts. */
    public List<ParameterGroup> groups() {
        return groups;
    }

    /** All techniques that it names, schedules of its own numbers included. */
    public List<TechniqueSpec> techniques() {
        List<TechniqueSpec> all = new ArrayList<>(List.of(optimizer));
        all.addAll(transforms);
        groups.stream().map(ParameterGroup::optimizer).filter(Objects::nonNull).forEach(all::add);
        numbers().stream().map(NumberSpec::schedule).filter(Objects::nonNull).forEach(all::add);
        return all;
    }

    /** Its own numbers, each at least 0. */
    public List<NumberSpec> numbers() {
        List<NumberSpec> all = new ArrayList<>();
        all.add(weightDecay);
        groups.forEach(group -> {
            all.add(group.multiplier());
            all.add(group.weightDecay());
        });
        all.removeIf(Objects::isNull);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof UpdateSpec)) {
            return false;
        }
        UpdateSpec that = (UpdateSpec) other;
        return optimizer.equals(that.optimizer) && transforms.equals(that.transforms)
                && Objects.equals(weightDecay, that.weightDecay) && undecayed.equals(that.undecayed)
                && Objects.equals(average, that.average) && accumulationSteps == that.accumulationSteps
                && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return Objects.hash(optimizer, transforms, weightDecay, undecayed, average, accumulationSteps, groups);
    }

    /** A moving average of the weights ({@code use_ema}). Immutable. */
    public static final class Average {
        private final double momentum;
        private final int overwriteFrequency;

        Average(double momentum, int overwriteFrequency) {
            this.momentum = momentum;
            this.overwriteFrequency = overwriteFrequency;
        }

        /** The share of itself that the average keeps in an update, in [0, 1]; 0.99 by default. */
        public double momentum() {
            return momentum;
        }

        /** After how many updates the weights are replaced by their averages; 0 for at the end of training only. */
        public int overwriteFrequency() {
            return overwriteFrequency;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Average && momentum == ((Average) other).momentum
                    && overwriteFrequency == ((Average) other).overwriteFrequency;
        }

        @Override
        public int hashCode() {
            return Objects.hash(momentum, overwriteFrequency);
        }
    }
}
