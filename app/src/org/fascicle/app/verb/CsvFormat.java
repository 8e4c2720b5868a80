package org.fascicle.app.verb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.table.TableWriter;
import org.jspecify.annotations.Nullable;

/** Tables as CSV (RFC 4180), in UTF-8; a line ends with a line feed. Immutable. */
final class CsvFormat implements TableFormat {
    @Override
    public String name() {
        return "CSV";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".csv");
    }

    @Override
    public TableWriter write(OutputStream out, List<TableColumn> columns) throws IOException {
        List<@Nullable Object> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        TableWriter writer = new TableWriter() {
            @Override
            public void row(List<@Nullable Object> cells) throws IOException {
                out.write(line(cells).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
        writer.row(names);
        return writer;
    }

    private static String line(List<@Nullable Object> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : ",").append(quoted(Objects.toString(cells.get(i), "")));
        }
        return line.append('\n').toString();
    }

    private static String quoted(String cell) {
        boolean plain = !cell.isEmpty() && cell.chars().allMatch(c -> c != ',' && c != '"' && c != '\n' && c != '\r')
                && cell.equals(cell.strip());
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
