package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Parameters that are updated in another way than the rest: an entry of {@code parameter_groups}. Immutable. */
public final class ParameterGroup {
    private final List<PathPattern> match;
    private final @Nullable TechniqueSpec optimizer;
    private final @Nullable NumberSpec multiplier;
    private final Map<String, NumberSpec> options;

    ParameterGroup(List<PathPattern> match, @Nullable TechniqueSpec optimizer, @Nullable NumberSpec multiplier,
            Map<String, NumberSpec> options) {
        this.match = List.copyOf(match);
        this.optimizer = optimizer;
        this.multiplier = multiplier;
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
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
    public @Nullable TechniqueSpec optimizer() {
        return optimizer;
    }

    /** What the optimizer's learning rate is multiplied with; null for nothing. */
    public @Nullable NumberSpec multiplier() {
        return multiplier;
    }

    /** Its own values of options that techniques around the optimizer have, by the names of {@link TransformSpec#option()}. */
    public Map<String, NumberSpec> options() {
        return options;
    }

    /** All its numbers. */
    List<NumberSpec> numbers() {
        List<NumberSpec> numbers = new ArrayList<>(options.values());
        if (multiplier != null) {
            numbers.add(multiplier);
        }
        return numbers;
    }

    /** Whether its parameters are updated as all others. */
    boolean changesNothing() {
        return optimizer == null && numbers().isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ParameterGroup)) {
            return false;
        }
        ParameterGroup that = (ParameterGroup) other;
        return match.equals(that.match) && Objects.equals(optimizer, that.optimizer)
                && Objects.equals(multiplier, that.multiplier) && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(match, optimizer, multiplier, options);
    }
}
