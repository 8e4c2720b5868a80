package org.fascicle.data.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.table.TableWriter;
import org.osgi.service.component.annotations.Component;

/** Tables as Parquet files. Immutable. */
@Component
public final class ParquetFormat implements TableFormat {
    /** Rows that are held until they are written together. */
    private static final int GROUP = 1 << 16;

    @Override
    public String name() {
        return "Parquet";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".parquet", ".pq");
    }

    @Override
    public TableWriter write(OutputStream out, List<TableColumn> columns) throws IOException {
        return new ParquetTableWriter(out, columns, GROUP);
    }
}
