package org.fascicle.builder.technique;

import org.jspecify.annotations.Nullable;

/**
 * The options of techniques around an optimizer that a group of parameters may have for itself.
 *
 * @param <T> the group
 */
public interface GroupOptions<T> {
    /** With the value of any option, by its name in model files; see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /** With another decay of weights than the optimizer's. */
    default T weightDecay(double decay) {
        return option("weight_decay", decay);
    }

    /** With another decay of weights than the optimizer's, scheduled. */
    default T weightDecay(ScheduleDefinition decay) {
        return option("weight_decay", decay);
    }
}
