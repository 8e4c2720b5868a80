package org.fascicle.api.data;

import java.io.IOException;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where examples come from. Implemented by immutable records annotated with {@code @Technique}. The options {@code validation},
 * {@code scale} and {@code target} belong to every source and to the platform; a source does not declare them.
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
}
