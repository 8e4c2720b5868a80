package org.fascicle.data.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableColumn.Type;
import org.fascicle.api.table.TableWriter;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.ParquetFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written as Parquet is what Parquet's own reader finds, and ours. */
class ParquetFormatTest {
    private static final List<TableColumn> COLUMNS = List.of(TableColumn.of("row", Type.WHOLE), TableColumn.of("fate", Type.TEXT),
            TableColumn.of("probability_saved \u00e9", Type.REAL));

    @TempDir
    Path folder;

    @Test
    void parquetsOwnReaderFindsWhatWasWritten() throws IOException {
        Path file = write(7, 100);
        List<String> found = ParquetFiles.read(file);
        assertTrue(found.get(0).startsWith("message table {\n  optional int32 row;\n  optional binary fate (STRING);\n"
                + "  optional float probability_saved \u00e9"), found.get(0));
        assertEquals(101, found.size());
        for (int i = 0; i < 100; i++) {
            String fate = i % 3 == 0 ? "" : "fate: " + text(i) + ", ";
            assertEquals("row: " + i + ", " + fate + "probability_saved \u00e9: " + real(i), found.get(1 + i));
        }
    }

    @Test
    void ourReaderFindsWhatWasWritten() throws IOException {
        Path file = write(1 << 16, 1000);
        Map<String, Object> options = Map.of("file", file.toString(), "label", List.of("row"), "regression", true, "fill",
                List.of("fate=none", "0"));
        Rows rows = ((DataSource) TechniqueType.of(Parquet.class).create(options)).open(List::of).trainingRows();
        assertEquals(1000, rows.count());
        float[] target = new float[1];
        float[] features = new float[(int) rows.shape().size()];
        for (int i = 0; i < 1000; i++) {
            rows.targets(i, target, 0);
            rows.features(i, features, 0);
            assertEquals(i, target[0]);
            assertEquals(i % 5 == 4 ? 0 : real(i), features[features.length - 1]);
        }
    }

    @Test
    void aTableWithoutRowsIsATable() throws IOException {
        assertEquals(1, ParquetFiles.read(write(10, 0)).size());
    }

    private static String text(int i) {
        return "t\u00f6" + i % 4;
    }

    private static float real(int i) {
        return i % 5 == 4 ? Float.NaN : i * 0.125f;
    }

    private Path write(int group, int rows) throws IOException {
        Path file = folder.resolve("p.parquet");
        try (OutputStream out = Files.newOutputStream(file);
                TableWriter writer = new ParquetTableWriter(out, COLUMNS, group)) {
            for (int i = 0; i < rows; i++) {
                List<@Nullable Object> cells = Arrays.asList(i, i % 3 == 0 ? null : text(i), real(i));
                writer.row(cells);
            }
        }
        return file;
    }
}
