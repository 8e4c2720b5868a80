package org.fascicle.builder.technique;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The options that every update transform has, whichever its technique.
 *
 * @param <T> the transform
 */
public interface TransformOptions<T> {
    /** With the value of any option, see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /** For some parameters alone, by patterns of their paths: {@code dense_1}, {@code bias}. */
    default T match(String... patterns) {
        return option("match", Arrays.asList(patterns));
    }

    /** Without some parameters, by patterns of their paths. */
    default T exclude(String... patterns) {
        return option("exclude", Arrays.asList(patterns));
    }
}
