package org.fascicle.api.data;

import java.io.IOException;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where examples come from. Implemented by immutable records annotated with {@code @Technique}. The options {@code validation},
 * {@code scale} and {@code target} belong to every source and to the platform; a source does not declare them.
 *
 * <p>Rows to validate with may come from files of their own: the platform then opens the source a second time, with other files. So
 * options that name test rows have names that begin with {@code test_}: they are left out then. The files of rows are the required
 * options that are texts; {@code labels} and {@code targets} name files that belong to them.
 */
@ConsumerType
@FunctionalInterface
public interface DataSource {
    /**
     * Opens the data.
     *
     * @param context where to look for files
     * @return the training rows, and test rows if the source has them
     * @throws IOException if a file cannot be read
     * @throws org.fascicle.api.problem.InputException if a file is missing or damaged; the message names file and place, and says
     *     how to get it
     */
    Data open(DataContext context) throws IOException;

    /**
     * The rows of another file of the same kind, in the form of this source's training rows: to predict them.
     *
     * @param file what to read
     * @param context has the meaning that the model gives to columns
     * @return empty if this source does not read such files, as their names tell
     * @throws IOException if it cannot be read
     * @throws org.fascicle.api.problem.InputException if it is damaged or does not fit; the message names file and place
     */
    default Optional<Rows> read(InputFile file, DataContext context) throws IOException {
        return Optional.empty();
    }
}
