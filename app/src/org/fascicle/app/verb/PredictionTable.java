package org.fascicle.app.verb;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableColumn.Type;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.table.TableWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions as a table: what the row is called, or its number; and for each output the row's label, if it has one, the class that
 * is predicted, and the probability or score of each class, or the values. What cannot be written is an {@link UncheckedIOException}.
 * For one thread.
 */
final class PredictionTable implements PredictionView {
    /** Stands between the names of classes of which any number is predicted. */
    static final String BETWEEN = "|";

    private final TableFormat format;
    private final OutputStream out;
    private final @Nullable String idColumn;
    private final List<Block> blocks = new ArrayList<>();
    private @Nullable TableWriter writer;
    private boolean named;

    /**
     * A table.
     *
     * @param idColumn what the column is called that names rows; null if none does
     */
    PredictionTable(TableFormat format, OutputStream out, @Nullable String idColumn) {
        this.format = format;
        this.out = out;
        this.idColumn = idColumn;
    }

    @Override
    public void row(PredictedRow row) {
        try {
            if (writer == null) {
                writer = format.write(out, columns(row));
            }
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(named ? row.id() : (Object) row.row());
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).cells(row.outputs().get(i), cells);
            }
            writer.row(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<TableColumn> columns(PredictedRow first) {
        named = first.id() != null;
        List<TableColumn> columns = new ArrayList<>();
        columns.add(!named ? TableColumn.of("row", Type.WHOLE) : TableColumn.of(idColumn == null ? "id" : idColumn, Type.TEXT));
        for (Prediction output : first.outputs()) {
            Block block = new Block(output);
            block.columns(output, first.prefix(output), columns);
            blocks.add(block);
        }
        // A column of the training rows may be called as one of these is.
        boolean twice = columns.stream().skip(1).anyMatch(column -> column.name().equals(columns.get(0).name()));
        if (twice) {
            columns.set(0, TableColumn.of("id", Type.TEXT));
        }
        return columns;
    }

    /** The columns of an output, as its first row has them. */
    private static final class Block {
        private final Prediction.Sort sort;
        private final boolean labelled;
        private final boolean namesClasses;

        Block(Prediction first) {
            sort = first.sort();
            labelled = first.label() >= 0;
            namesClasses = !first.classes().isEmpty();
        }

        private boolean isOfOneClass() {
            return sort == Prediction.Sort.CLASS || sort == Prediction.Sort.TWO_CLASSES;
        }

        void columns(Prediction output, String prefix, List<TableColumn> columns) {
            boolean sampled = output.deviations() != null;
            Type label = namesClasses ? Type.TEXT : Type.WHOLE;
            if (isOfOneClass()) {
                if (labelled) {
                    columns.add(TableColumn.of(prefix + "label", label));
                }
                columns.add(TableColumn.of(prefix + "predicted", label));
            } else if (sort == Prediction.Sort.LABELS) {
                columns.add(TableColumn.of(prefix + "predicted", Type.TEXT));
            }
            if (sort == Prediction.Sort.VALUES) {
                addNumbered(columns, prefix + (sampled ? "mean" : "predicted"), output.outputs().length);
            } else {
                addNamed(columns, prefix + output.word() + "_", output);
            }
            if (sampled && sort == Prediction.Sort.VALUES) {
                addNumbered(columns, prefix + "std", output.outputs().length);
            } else if (sampled) {
                addNamed(columns, prefix + "std_", output);
            }
        }

        private static void addNamed(List<TableColumn> columns, String before, Prediction output) {
            for (int i = 0; i < output.scored(); i++) {
                columns.add(TableColumn.of(before + output.name(i), Type.REAL));
            }
        }

        private static void addNumbered(List<TableColumn> columns, String name, int width) {
            for (int i = 0; i < width; i++) {
                columns.add(TableColumn.of(width == 1 ? name : name + "_" + i, Type.REAL));
            }
        }

        void cells(Prediction output, List<@Nullable Object> cells) {
            if (isOfOneClass()) {
                if (labelled) {
                    cells.add(output.label() < 0 ? null : named(output, output.label()));
                }
                cells.add(named(output, output.best()));
            } else if (sort == Prediction.Sort.LABELS) {
                cells.add(Arrays.stream(output.chosen()).mapToObj(output::name).collect(Collectors.joining(BETWEEN)));
            }
            int width = sort == Prediction.Sort.TWO_CLASSES ? 2 : output.outputs().length;
            boolean scores = sort == Prediction.Sort.TWO_CLASSES;
            for (int i = 0; i < width; i++) {
                cells.add(scores ? output.score(i) : output.outputs()[i]);
            }
            float[] deviations = output.deviations();
            for (int i = 0; deviations != null && i < width; i++) {
                cells.add(scores ? deviations[0] : deviations[i]);
            }
        }

        private Object named(Prediction output, int label) {
            return namesClasses ? output.name(label) : (Object) label;
        }
    }
}
