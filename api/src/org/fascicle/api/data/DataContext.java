package org.fascicle.api.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

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

    /**
     * The column, by its name or number, whose cells say which rows are trained on, which are held back to validate with, and which are
     * for the test; empty if no column does. A source of tables divides its rows so; the platform refuses the option for others.
     */
    default Optional<String> splitColumn() {
        return Optional.empty();
    }

    /**
     * Which rows will be trained on, of all that a source has read to train on: what is fitted, such as fill values, is fitted on them
     * alone. Asks the rows for their number and their classes.
     */
    default IntPredicate trained(Rows rows) {
        return row -> true;
    }

    /** Wants to know how far the reading of files has come. */
    default Reading reading() {
        return Reading.UNWATCHED;
    }

    /** At most so many rows are looked at: a source need not read more. */
    default int maxRows() {
        return Integer.MAX_VALUE;
    }
}
