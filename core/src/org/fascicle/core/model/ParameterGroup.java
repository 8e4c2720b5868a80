package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;

/** Parameters that are updated in another way than the rest: an entry of {@code parameter_groups}. Immutable. */
public final class ParameterGroup {
    private final List<PathPattern> match;
    private final TechniqueSpec optimizer;
    private final NumberSpec multiplier;
    private final NumberSpec weightDecay;

    ParameterGroup(List<PathPattern> match, TechniqueSpec optimizer, NumberSpec multiplier, NumberSpec weightDecay) {
        this.match = List.copyOf(match);
        this.optimizer = optimizer;
        this.multiplier = multiplier;
        this.weightDecay = weightDecay;
    }

    /** The patterns, at least one. */
    public List<PathPattern> match() {
        return match;
    }

    /** Whether a parameter is of the group, if it is of none before. */
    public boolean matches(String path) {
        return match.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Its own optimizer; null for the model's. */
    public TechniqueSpec optimizer() {
        return optimizer;
    }

    /** What the optimizer's learning rate is multiplied with; null for nothing. */
    public NumberSpec multiplier() {
        return multiplier;
    }

    /** Its own decay of weights; null for the optimizer's. */
    public NumberSpec weightDecay() {
        return weightDecay;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ParameterGroup)) {
            return false;
        }
        ParameterGroup that = (ParameterGroup) other;
        return match.equals(that.match) && Objects.equals(optimizer, that.optimizer)
                && Objects.equals(multiplier, that.multiplier) && Objects.equals(weightDecay, that.weightDecay);
    }

    @Override
    public int hashCode() {
        return Objects.hash(match, optimizer, multiplier, weightDecay);
    }
}
