package org.fascicle.builder.technique;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The options that every layer has, whichever its technique.
 *
 * @param <T> the layer
 */
public interface LayerOptions<T> {
    /** With the value of any option, see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /** With a name, which is unique in the network; layers without one are numbered: {@code dense}, {@code dense_1}. */
    default T name(String name) {
        return option("name", name);
    }

    /** Applied to the outputs of earlier layers, by name, or to an input of the network; the layer before it by default. */
    default T inputs(String... names) {
        return option("inputs", Arrays.asList(names));
    }

    /** Whether training changes its parameters; true by default. */
    default T trainable(boolean trainable) {
        return option("trainable", trainable);
    }

    /**
     * With its first tensors from an archive.
     *
     * @param archive a file, with {@code #} and a layer's name behind it if the layer has another name there:
     *     {@code base.fasc#dense_1}
     */
    default T from(String archive) {
        return option("from", archive);
    }
}
