package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.problem.Readable;
import org.jspecify.annotations.Nullable;

/** Takes the cells of a table, row by row. Used by one thread. */
public final class TableBuilder {
    Plan plan;
    final TableOptions options;
    final boolean needsTargets;
    final @Nullable NumberColumn[] numbers;
    final @Nullable TextColumn[] texts;
    final @Nullable List<String> ids;
    final NumberStore store;
    final LineNumbers lines = new LineNumbers();
    private final Set<Integer> found = new HashSet<>();
    private final Findings before;
    int rows;
    /** Whether the first row was brought last. */
    boolean firstIsLast;

    /**
     * A table without rows.
     *
     * @param before what earlier passes over the same table found
     * @param needsTargets whether each row must have its target
     * @param keepsIds whether the names of rows are wanted
     */
    public TableBuilder(Plan plan, TableOptions options, Findings before, boolean needsTargets, boolean keepsIds) {
        this.plan = plan;
        this.options = options;
        this.before = before;
        this.needsTargets = needsTargets;
        int width = plan.width();
        numbers = new NumberColumn[width];
        texts = new TextColumn[width];
        boolean named = false;
        store = new NumberStore((int) IntStream.range(0, width).filter(column -> isNumber(plan, column)).count());
        int slot = 0;
        for (int column = 0; column < width; column++) {
            if (plan.roles[column] == Role.ID) {
                named = keepsIds;
            } else if (isNumber(plan, column)) {
                double origin = plan.known[column] != null ? plan.known[column].origin()
                        : before.origins.getOrDefault(column, 0.0);
                numbers[column] = new NumberColumn(store, slot++, origin);
            } else if (plan.roles[column] != Role.IGNORED) {
                texts[column] = new TextColumn();
            }
        }
        ids = named ? new ArrayList<>() : null;
    }

    private static boolean isNumber(Plan plan, int column) {
        return plan.roles[column] != Role.ID && plan.roles[column] != Role.IGNORED && plan.forms[column] == Form.NUMBER;
    }

    /**
     * The cell of a column in the row at hand.
     *
     * @param line where the row begins, for messages
     */
    public void cell(int column, char[] buffer, int offset, int length, long line) {
        if (column == 0) {
            lines.add(rows, line);
        }
        if (plan.roles[column] == Role.IGNORED) {
            return;
        }
        int from = offset;
        int to = offset + length;
        while (from < to && buffer[from] <= ' ') {
            from++;
        }
        while (to > from && buffer[to - 1] <= ' ') {
            to--;
        }
        NumberColumn number = numbers[column];
        TextColumn text = texts[column];
        if (number != null) {
            boolean blank = isMissing(buffer, from, to);
            if (blank) {
                missing(column, buffer, from, to, line);
                number.addMissing(line);
            } else {
                number(column, number, buffer, from, to, line);
            }
        } else if (text != null) {
            if (isMissing(buffer, from, to)) {
                missing(column, buffer, from, to, line);
                text.addMissing(line);
            } else {
                text.add(new String(buffer, from, to - from), line);
            }
        } else if (ids != null) {
            ids.add(new String(buffer, from, to - from));
        }
    }

    /** Whether the cells of a column are looked at. */
    public boolean reads(int column) {
        return numbers[column] != null || texts[column] != null || ids != null && plan.roles[column] == Role.ID;
    }

    /** Whether a number in a column is looked at as a number, and no text can mean that it is missing. */
    public boolean takesNumbers(int column) {
        return numbers[column] != null && options.missing.isEmpty();
    }

    /**
     * The cell of a column that {@linkplain #takesNumbers takes numbers}.
     *
     * @param line where the row begins, for messages
     */
    public void number(int column, double value, long line) {
        add(column, Objects.requireNonNull(numbers[column]), value, line);
    }

    /** Ends the row at hand: each of its columns had its cell. */
    public void endRow() {
        rows++;
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** Says that the row that was brought last is the first one of the table. */
    public void putLastFirst() {
        firstIsLast = true;
    }

    /** Says that columns have no names. */
    public void unnamed() {
        plan = plan.unnamed();
    }

    /** Gives columns their names, which came late; false if they mean other things by them. */
    public boolean renamed(Plan names) {
        if (!Arrays.equals(plan.roles, names.roles) || !Arrays.equals(plan.forms, names.forms)) {
            return false;
        }
        plan = names;
        return true;
    }

    /** What this pass found that another one has to know; equal to what was known before if none is needed. */
    public Findings findings() {
        Set<Integer> all = new HashSet<>(before.texts);
        all.addAll(found);
        Map<Integer, Double> origins = new HashMap<>(before.origins);
        for (int column : plan.features) {
            NumberColumn number = numbers[column];
            if (number != null && plan.known[column] == null && !all.contains(column) && number.origin() == 0
                    && number.neededOrigin() != 0) {
                origins.put(column, number.neededOrigin());
            }
        }
        return new Findings(all, origins);
    }

    private boolean isMissing(char[] buffer, int from, int to) {
        return from == to || !options.missing.isEmpty() && options.missing.contains(new String(buffer, from, to - from));
    }

    private void number(int column, NumberColumn into, char[] buffer, int from, int to, long line) {
        double value = Decimal.parse(buffer, from, to, options.decimal);
        if (!Double.isFinite(value)) {
            if (Plan.isAuto(options) && plan.roles[column] == Role.FEATURE && plan.known[column] == null) {
                // The next pass reads it as texts.
                found.add(column);
                into.addMissing(line);
                return;
            }
            String cell = Readable.quote(new String(buffer, from, to - from));
            throw plan.problem(line, column, "'" + cell + "' is no number", remedy(column, cell, !Double.isNaN(value)));
        }
        add(column, into, value, line);
    }

    private void add(int column, NumberColumn into, double value, long line) {
        if (plan.roles[column] == Role.WEIGHT && value < 0) {
            throw plan.problem(line, column, "the weight is " + value + ", and a weight is a number of at least 0",
                    "A row of weight 0 counts for nothing");
        } else if (!into.add(value)) {
            throw plan.problem(line, column, "the number " + value + " is beyond the largest number of 32 bits",
                    "Scale the numbers first");
        }
    }

    private @Nullable String remedy(int column, String cell, boolean large) {
        if (large || plan.roles[column] != Role.FEATURE) {
            return large ? "64 bits have none that is so large" : "Leave out rows in which it is not known";
        }
        String comma = options.decimal == '.' && Double.isFinite(Decimal.parse(cell, ','))
                ? "If the comma stands before fractions, say \"decimal\": \",\". " : "";
        return comma + (plan.known[column] != null ? "The training rows have numbers there"
                : "If the column has categories, say \"categorical\": [" + plan.quoted(column) + "]; if the cell means that"
                        + " something is missing, \"missing\": [\"" + cell + "\"] and \"fill\"");
    }

    private void missing(int column, char[] buffer, int from, int to, long line) {
        Role role = plan.roles[column];
        boolean number = plan.forms[column] == Form.NUMBER;
        if (role == Role.TARGET && needsTargets && !plan.isSeparated(column)) {
            String what = missing(buffer, from, to);
            throw plan.problem(line, column, number ? "the cell " + what + ", and a number to predict is needed"
                    : "the label " + what, "Leave out rows whose target is not known");
        } else if (role == Role.SPLIT) {
            throw plan.problem(line, column, "the cell " + missing(buffer, from, to) + ", and does not say what the row is for",
                    Splits.WORDS);
        } else if (role == Role.WEIGHT) {
            throw plan.problem(line, column, "the weight " + missing(buffer, from, to), "Rows without weight have 1");
        } else if (role == Role.FEATURE && !Filling.isFilled(plan, options, column)) {
            throw plan.problem(line, column, "the cell " + missing(buffer, from, to) + ", and "
                    + (number ? "a number is needed" : "a category is needed"),
                    plan.known[column] != null ? "The training rows say nothing that could stand for it"
                            : "Say what stands for missing cells: \"fill\": " + Filling.example(plan, column));
        }
    }

    private static String missing(char[] buffer, int from, int to) {
        return from == to ? "is empty"
                : "says that something is missing ('" + Readable.quote(new String(buffer, from, to - from)) + "')";
    }
}
