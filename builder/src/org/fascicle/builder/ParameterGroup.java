package org.fascicle.builder;

import java.util.Arrays;
import java.util.Map;

import org.fascicle.builder.technique.GroupOptions;
import org.fascicle.builder.technique.OptimizerDefinition;
import org.fascicle.builder.technique.ScheduleDefinition;
import org.fascicle.builder.technique.Values;
import org.jspecify.annotations.Nullable;

/** Parameters that are updated in another way than the rest; the first group that matches a parameter counts. Immutable. */
public final class ParameterGroup implements GroupOptions<ParameterGroup> {
    private final Values values;

    private ParameterGroup(Values values) {
        this.values = values;
    }

    /**
     * The parameters whose paths match one of some patterns: names joined by slashes, in which {@code *} stands for any
     * characters of one name.
     *
     * @param patterns at least one: {@code dense_1} for all of a layer, {@code bias} for every bias
     */
    public static ParameterGroup parameters(String... patterns) {
        return new ParameterGroup(Values.none().with("match", Arrays.asList(patterns)));
    }

    /** With the optimizer's learning rate multiplied by a number; 1 by default. */
    public ParameterGroup learningRateMultiplier(double factor) {
        return option("learning_rate_multiplier", factor);
    }

    /** With the optimizer's learning rate multiplied by what a schedule says. */
    public ParameterGroup learningRateMultiplier(ScheduleDefinition factor) {
        return option("learning_rate_multiplier", factor);
    }

    /** With an optimizer of its own, which has a learning rate of its own. */
    public ParameterGroup optimizer(OptimizerDefinition optimizer) {
        return option("optimizer", optimizer);
    }

    /** With an optimizer of its own, by name. */
    public ParameterGroup optimizer(String name) {
        return option("optimizer", name);
    }

    @Override
    public ParameterGroup option(String name, @Nullable Object value) {
        return new ParameterGroup(values.with(name, value));
    }

    /** As it stands in a model file. */
    public Map<String, Object> tree() {
        return values.options();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParameterGroup && values.equals(((ParameterGroup) other).values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "parameter group " + values;
    }
}
