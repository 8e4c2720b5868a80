package org.fascicle.api.table;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes the rows of a table, one after the other. Used by one thread. */
@ConsumerType
public interface TableWriter extends AutoCloseable {
    /**
     * A row.
     *
     * @param cells one for each column, of the column's type: a {@link String}, a {@link Float}, an {@link Integer}; null if it is
     *     missing
     */
    void row(List<@Nullable Object> cells) throws IOException;

    /** Ends the table: only then it is whole. */
    @Override
    void close() throws IOException;
}
