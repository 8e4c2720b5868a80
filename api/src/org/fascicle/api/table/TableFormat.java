package org.fascicle.api.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/** A form of files that tables are written in. Each is an OSGi service, found by the end of a file's name. Safe for any thread. */
@ConsumerType
public interface TableFormat {
    /** Its name, such as {@code Parquet}. */
    String name();

    /** How its files' names end, the usual one first: {@code .parquet}. */
    List<String> suffixes();

    /**
     * Begins a table.
     *
     * @param out receives its bytes; whoever gave it closes it, once the writer is closed
     * @param columns each name once
     */
    TableWriter write(OutputStream out, List<TableColumn> columns) throws IOException;
}
