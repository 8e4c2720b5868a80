package org.fascicle.builder.technique;

import java.util.Map;

import org.fascicle.api.data.Scale;
import org.jspecify.annotations.Nullable;

/**
 * The options that all data have, whichever source they come from.
 *
 * @param <T> the source
 */
public interface DataOptions<T> {
    /** With the value of any option, see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /** With a number of the training rows held back to watch training. */
    default T validation(int rows) {
        return option("validation", rows);
    }

    /** With a fraction of the training rows, in [0,1), held back to watch training. */
    default T validation(double fraction) {
        return option("validation", fraction);
    }

    /** With the rows of another file to watch training, where a source reads one file; it is written as the training file is. */
    default T validation(String file) {
        return option("validation", file);
    }

    /** With rows to watch training that the same source reads with other options, such as its files. */
    default T validation(Map<String, ?> options) {
        return option("validation", options);
    }

    /** With those rows held back to watch training in which a column says so: {@code train}, {@code valid}, {@code test}. */
    default T validationColumn(String column) {
        return option("validation", Map.of("column", column));
    }

    /** Whether each class is held back in its share; true by default where rows have classes. */
    default T stratify(boolean stratify) {
        return option("stratify", stratify);
    }

    /** Whether chance, by the seed, says which rows are held back; false by default: they are the last, of each class if stratified. */
    default T shuffle(boolean shuffle) {
        return option("shuffle", shuffle);
    }

    /** With features that are scaled so before the network sees them; not at all by default. */
    default T scale(Scale scale) {
        return option("scale", scale);
    }

    /** With another target than the source's: {@code features} for each row's own, as an autoencoder has it. */
    default T target(String target) {
        return option("target", target);
    }

    /** The rows of some classes alone, which are numbered anew in this order. */
    default T onlyClasses(int... classes) {
        return option("only_classes", classes);
    }
}
