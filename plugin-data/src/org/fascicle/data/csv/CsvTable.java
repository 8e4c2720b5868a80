package org.fascicle.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.Readable;
import org.fascicle.data.file.DataFile;
import org.jspecify.annotations.Nullable;

/** The cells of a CSV file: one column of texts (the label), the others numbers. Filled by {@link #read}, then only read. */
final class CsvTable {
    private final String file;
    private final List<String> names = new ArrayList<>();
    private final List<float[]> features = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private int columns;
    private int labelColumn;

    private CsvTable(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param header whether the first line names the columns; null if it does so when none of its cells is a number
     * @param label the label column's name or index
     */
    static CsvTable read(DataFile file, char separator, @Nullable Boolean header, String label) throws IOException {
        CsvTable table = new CsvTable(file.name());
        try (InputStream in = file.open();
                CsvReader<CsvRecord> reader = CsvReader.builder().fieldSeparator(separator).detectBomHeader(true)
                        .allowExtraFields(true).allowMissingFields(true).ofCsvRecord(in)) {
            for (CsvRecord line : reader) {
                if (table.columns == 0) {
                    table.start(line, header, label);
                } else {
                    table.add(line);
                }
            }
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            if (DataFile.isDamage(cause)) {
                throw file.damaged(cause);
            }
            throw cause;
        } catch (CsvParseException e) {
            throw new InputException(file.name(), null, "this is no CSV: " + e.getMessage(), null);
        }
        if (table.features.isEmpty()) {
            throw new InputException(file.name(), null, "the file holds no rows", null);
        }
        return table;
    }

    /** This table, if its columns are those of another. */
    CsvTable like(CsvTable other) {
        if (columns != other.columns || !names.equals(other.names)) {
            throw new InputException(file, null, "its columns (" + describe() + ") are not those of " + other.file + " ("
                    + other.describe() + ")", null);
        }
        return this;
    }

    int rows() {
        return features.size();
    }

    int width() {
        return columns - 1;
    }

    float[] features(int row) {
        return features.get(row);
    }

    String label(int row) {
        return labels.get(row);
    }

    /** The number in the label column. */
    float number(int row) {
        return number(lines.get(row), labelColumn, labels.get(row));
    }

    /** A problem with a row's label. */
    InputException labelProblem(int row, String problem, @Nullable String remedy) {
        return problem(lines.get(row), labelColumn, problem, remedy);
    }

    private void start(CsvRecord first, @Nullable Boolean header, String label) {
        columns = first.getFieldCount();
        boolean named = header != null ? header : first.getFields().stream().noneMatch(CsvTable::isNumber);
        if (named) {
            first.getFields().forEach(name -> names.add(name.trim()));
        }
        labelColumn = column(label);
        if (columns < 2) {
            throw new InputException(file, null, "there is one column only; a label and at least one feature are needed",
                    "Is the separator right?");
        }
        if (!named) {
            add(first);
        }
    }

    private int column(String label) {
        if (names.contains(label)) {
            return names.indexOf(label);
        }
        if (!label.matches("-?\\d{1,9}")) {
            throw new InputException(file, null, names.isEmpty()
                    ? "the label column '" + label + "' is a name, and no header line names the columns"
                    : "there is no column '" + label + "'; the columns are " + describe(), Nearest.hint(label, names));
        }
        int index = Integer.parseInt(label);
        int counted = index < 0 ? index + columns : index;
        if (counted < 0 || counted >= columns) {
            throw new InputException(file, null,
                    "there is no column " + label + "; the columns are 0 to " + (columns - 1), null);
        }
        return counted;
    }

    private void add(CsvRecord line) {
        long number = line.getStartingLineNumber();
        if (line.getFieldCount() != columns) {
            throw new InputException(file, "line " + number,
                    line.getFieldCount() + " cells, where the lines before have " + columns, null);
        }
        float[] numbers = new float[width()];
        for (int column = 0, at = 0; column < columns; column++) {
            if (column != labelColumn) {
                numbers[at++] = number(number, column, line.getField(column));
            }
        }
        features.add(numbers);
        labels.add(line.getField(labelColumn).trim());
        lines.add(number);
    }

    private float number(long line, int column, String cell) {
        if (isNumber(cell)) {
            float number = Float.parseFloat(cell);
            if (Float.isFinite(number)) {
                return number;
            }
        }
        throw problem(line, column,
                cell.isBlank() ? "the cell is empty, and a number is needed" : "'" + Readable.quote(cell) + "' is no number",
                null);
    }

    private InputException problem(long line, int column, String problem, @Nullable String remedy) {
        String name = names.isEmpty() ? "" : " (" + names.get(column) + ")";
        return new InputException(file, "line " + line + ", column " + column + name, problem, remedy);
    }

    private String describe() {
        return names.isEmpty() ? columns + " without names" : String.join(", ", names);
    }

    // Stricter than Float.parseFloat, which also takes 1f, 0x1p3, NaN and Infinity.
    private static boolean isNumber(String cell) {
        return cell.trim().matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    }
}
