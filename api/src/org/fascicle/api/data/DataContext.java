package org.fascicle.api.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** What a data source knows of its surroundings. */
@ProviderType
public interface DataContext {
    /** The folders to look for files in, in order: those of the settings, the environment's, the model file's own. */
    List<Path> folders();

    /**
     * What columns mean to the model that the rows are for, if it knows already. Columns are then found by their names, and
     * categories, classes and fill values are those of the model.
     */
    default Optional<Meaning> meaning() {
        return Optional.empty();
    }

    /**
     * Whether each row must have its target. If not, as for prediction, the columns of targets may be missing; where one is there and
     * empty, the label is −1.
     */
    default boolean needsTargets() {
        return true;
    }

    /** At most so many rows are looked at: a source need not read more. */
    default int most() {
        return Integer.MAX_VALUE;
    }
}
