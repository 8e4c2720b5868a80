package org.fascicle.builder.technique;

import org.jspecify.annotations.Nullable;

/**
 * The options that every loss has, whichever its technique.
 *
 * @param <T> the loss
 */
public interface LossOptions<T> {
    /** With the value of any option, see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /**
     * With another way to make one number of the losses of the rows: {@code sum_over_batch_size} (the default), {@code mean},
     * {@code mean_with_sample_weight} or {@code sum}.
     */
    default T reduction(String reduction) {
        return option("reduction", reduction);
    }
}
