package org.fascicle.data.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Logger;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.table.HeaderGuess;
import org.fascicle.data.table.Plan;
import org.fascicle.data.table.TableBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a CSV file: takes its cells as the parser finds them, without a text for each. The first line is kept apart until it
 * is known whether it names the columns. Used by one thread.
 */
final class CsvPass extends CsvCallbackHandler<Boolean> {
    private static final Logger LOG = Logger.getLogger(CsvPass.class.getName());

    private final String file;
    private final char delimiter;
    private final Heading heading;
    private final Maker maker;
    private List<String> first = new ArrayList<>();
    private long firstLine;
    private @Nullable TableBuilder builder;
    private @Nullable Boolean header;
    private @Nullable List<String> lateNames;
    private int width;
    private boolean trailing;
    private boolean tail;
    private RecordType type = RecordType.DATA;
    private long line;
    private int field;
    private boolean quotedLast;

    /** Says what the first line is. */
    interface Heading {
        /** Whether it names the columns; null if only all others show it. */
        @Nullable
        Boolean names(List<String> cells);
    }

    /** Makes the table that cells go into. */
    interface Maker {
        /**
         * The table for a first line.
         *
         * @param cells of the line
         * @param names whether they name the columns; null if that is not known yet
         */
        TableBuilder make(List<String> cells, @Nullable Boolean names);
    }

    /**
     * A pass.
     *
     * @param heading says whether a first line names the columns
     */
    CsvPass(String file, char delimiter, Heading heading, Maker maker) {
        this.file = file;
        this.delimiter = delimiter;
        this.heading = heading;
        this.maker = maker;
    }

    /** How many rows there are so far. */
    int rows() {
        return builder == null ? 0 : builder.rows();
    }

    /** Says that a quotation mark of the last row is not closed, if its last cell began with one. */
    void requireClosed() {
        if (quotedLast) {
            throw new InputException(file, "line " + line, "a quotation mark in the row that begins here is not closed",
                    "Close it; one that belongs to the text is written twice");
        }
    }

    /** The whole table. What the first line is, is decided by now. */
    TableBuilder end() {
        if (builder == null) {
            throw new InputException(file, null, "the file holds no rows", "Is it the right file?");
        }
        if (header == null) {
            boolean named = HeaderGuess.isHeader(first, builder);
            header = named;
            LOG.info(() -> file + ": the first line " + (named ? "names the columns" : "is a row")
                    + ", as the other lines show; \"header\" in the model file can say it");
            if (named) {
                lateNames = first;
            } else {
                builder.unnamed();
                row(builder);
                builder.putLastFirst();
            }
        }
        return builder;
    }

    /** The names of the columns, if only the end showed that the first line has them. */
    Optional<List<String>> lateNames() {
        return Optional.ofNullable(lateNames);
    }

    private void row(TableBuilder into) {
        for (int column = 0; column < width; column++) {
            char[] cell = first.get(column).toCharArray();
            into.cell(column, cell, 0, cell.length, firstLine);
        }
        into.endRow();
    }

    @Override
    protected RecordType getRecordType() {
        return type;
    }

    @Override
    protected int getFieldCount() {
        return field;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = startingLineNumber;
        field = 0;
        type = RecordType.DATA;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        quotedLast = quoted;
        if (builder == null) {
            first.add(new String(buffer, offset, length).trim());
        } else if (field < width) {
            builder.cell(field, buffer, offset, length, line);
        } else if (field == width) {
            tail = isBlank(buffer, offset, length);
        }
        field++;
    }

    private static boolean isBlank(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("no comments are asked for");
    }

    @Override
    protected void setEmpty() {
        type = RecordType.EMPTY;
    }

    @Override
    protected Boolean buildRecord() {
        if (type == RecordType.EMPTY) {
            return false;
        } else if (builder == null) {
            start();
            return true;
        }
        if (field != width) {
            requireTail();
        }
        builder.endRow();
        return true;
    }

    private void start() {
        firstLine = line;
        width = first.size();
        if (width > 1 && first.get(width - 1).isEmpty()) {
            trailing = true;
            width--;
            first = first.subList(0, width);
            LOG.info(() -> file + ": the delimiter at the end of the first line begins no column");
        }
        requireDelimiter();
        header = heading.names(first);
        builder = maker.make(first, header);
        if (header != null && !header) {
            row(Objects.requireNonNull(builder));
        }
    }

    private void requireDelimiter() {
        if (width > 1) {
            return;
        }
        for (char other : new char[] {';', '\t', ',', '|'}) {
            if (other != delimiter && first.get(0).indexOf(other) >= 0) {
                throw new InputException(file, "line " + firstLine, "there is one column only, and the line has '"
                        + (other == '\t' ? "\\t" : other) + "' in it",
                        "If that stands between cells, say \"delimiter\": \"" + (other == '\t' ? "\\t" : other) + "\"");
            }
        }
    }

    private void requireTail() {
        if (field == width + 1 && tail) {
            if (!trailing) {
                trailing = true;
                long here = line;
                LOG.info(() -> file + ": the empty cell behind the last column is left out, from line " + here + " on");
            }
            return;
        }
        if (field == width + 1 && trailing) {
            throw new InputException(file, "line " + line,
                    "there is something behind the delimiter at the end, and nothing on line "
                            + firstLine,
                    "Give the last column a name and each row a cell, or remove the delimiter at the end of lines");
        }
        throw new InputException(file, "line " + line, field + " cells, where the lines before have " + width,
                "A cell with the delimiter in it stands in quotation marks");
    }
}
