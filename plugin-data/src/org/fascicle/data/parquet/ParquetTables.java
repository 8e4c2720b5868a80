package org.fascicle.data.parquet;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.parquet.ParquetRuntimeException;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.table.Findings;
import org.fascicle.data.table.Plan;
import org.fascicle.data.table.Table;
import org.fascicle.data.table.TableBuilder;
import org.fascicle.data.table.TableOptions;
import org.fascicle.data.table.TableReader;

/** Reads tables of Parquet files. Used by one thread. */
final class ParquetTables implements TableReader<InputFile> {
    private final TableOptions options;
    private final DataContext context;

    /**
     * A reader.
     *
     * @param context what the rows are for
     */
    ParquetTables(TableOptions options, DataContext context) {
        this.options = options;
        this.context = context;
    }

    @Override
    public ParquetTables undivided() {
        return new ParquetTables(options.split(null), context);
    }

    @Override
    public Table fitted(InputFile input) throws IOException {
        try (ParquetFile file = ParquetFile.open(input)) {
            List<String> names = names(file);
            Findings found = Findings.none();
            while (true) {
                Findings known = found;
                Set<Integer> texts = new HashSet<>(known.texts());
                for (int column = 0; column < names.size(); column++) {
                    if (file.columns().get(column).kind() == ParquetColumn.Kind.TEXT) {
                        texts.add(column);
                    }
                }
                Plan plan = Plan.of(file.name(), options, names, true, texts);
                TableBuilder built =
                        read(file, new TableBuilder(plan, options, known, context.needsTargets(), false), Integer.MAX_VALUE);
                found = built.findings();
                if (found.equals(known)) {
                    return inRows(() -> Table.fitted(built, context));
                }
            }
        }
    }

    @Override
    public Table like(InputFile input, Meaning meaning) throws IOException {
        try (ParquetFile file = ParquetFile.open(input)) {
            Plan plan = Plan.of(file.name(), options, names(file), true, meaning, context.needsTargets());
            TableBuilder built =
                    read(file, new TableBuilder(plan, options, Findings.none(), context.needsTargets(), true), context.maxRows());
            return inRows(() -> Table.like(built, meaning));
        }
    }

    private static List<String> names(ParquetFile file) {
        return file.columns().stream().map(ParquetColumn::name).collect(Collectors.toList());
    }

    private static TableBuilder read(ParquetFile file, TableBuilder table, int most) throws IOException {
        for (int index = 0; index < file.columns().size(); index++) {
            ParquetColumn column = file.columns().get(index);
            if (table.reads(index) && column.kind() == ParquetColumn.Kind.OTHER) {
                throw new InputException(file.name(), "column '" + column.name() + "'", "it has " + column.what()
                        + ", and the network takes numbers, truth values and texts",
                        "Leave it out: \"ignore\": [\"" + column.name() + "\"]");
            }
        }
        for (int group = 0; group < file.groups() && table.rows() < most; group++) {
            int rows = Math.min(file.rows(group), most - table.rows());
            for (int index = 0; index < file.columns().size() && rows > 0; index++) {
                if (table.reads(index)) {
                    read(file, group, index, rows, table);
                }
            }
            for (int row = 0; row < rows; row++) {
                table.endRow();
            }
        }
        return table;
    }

    private static void read(ParquetFile file, int group, int index, int rows, TableBuilder table) throws IOException {
        ParquetColumn column = file.columns().get(index);
        ChunkPages pages = file.pages(group, column);
        int first = table.rows();
        try {
            inRows(() -> {
                new ParquetCells(file, column, pages).into(table, index, rows, first);
                return table;
            });
        } catch (InputException e) {
            throw e;
        } catch (ParquetRuntimeException | IllegalArgumentException | UnsupportedOperationException | ArithmeticException
                | IndexOutOfBoundsException | NegativeArraySizeException | NullPointerException | IllegalStateException e) {
            // The library decodes what pages say, and believes them.
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause instanceof InputException ? (InputException) cause
                    : ParquetFile.damaged(file.name(), "the column '" + column.name() + "' cannot be decoded: " + cause);
        }
    }

    /** Makes something. */
    @FunctionalInterface
    private interface Making<T> {
        T make();
    }

    // A table of text has lines; this one has rows.
    private static <T> T inRows(Making<T> making) {
        try {
            return making.make();
        } catch (InputException e) {
            String place = e.pointer();
            if (place == null || !place.startsWith("line ")) {
                throw e;
            }
            throw new InputException(String.valueOf(e.file()), "row " + place.substring("line ".length()), e.problem(),
                    e.remedy());
        }
    }
}
