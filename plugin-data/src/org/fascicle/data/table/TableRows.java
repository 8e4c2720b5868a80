package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** The rows of a table. Immutable. */
public final class TableRows implements Rows {
    private static final int BYTE = 255;

    private final String file;
    private final Meaning meaning;
    private final int count;
    private final boolean firstIsLast;
    private final Object[] features;
    private final int[] widths;
    private final int width;
    private final Object[] targets;
    private final List<Column> targetColumns;
    private final @Nullable NumberColumn weights;
    private final @Nullable List<String> ids;

    TableRows(TableBuilder built, Meaning meaning) {
        Plan plan = built.plan;
        this.file = plan.file;
        this.meaning = meaning;
        this.count = built.rows;
        this.firstIsLast = built.firstIsLast;
        this.features = columns(built, plan.features);
        this.targets = columns(built, plan.targets);
        this.targetColumns = targets.length == 0 ? List.of() : meaning.columns(Role.TARGET);
        this.widths = meaning.columns(Role.FEATURE).stream()
                .mapToInt(column -> column.form() == Form.ONE_HOT ? column.width() : 0).toArray();
        this.width = meaning.columns(Role.FEATURE).stream().mapToInt(Column::width).sum();
        int weight = Arrays.asList(plan.roles).indexOf(Role.WEIGHT);
        this.weights = weight < 0 ? null : built.numbers[weight];
        this.ids = built.ids;
    }

    private static Object[] columns(TableBuilder built, int[] columns) {
        return Arrays.stream(columns).mapToObj(column -> Objects.requireNonNull(
                built.numbers[column] != null ? (Object) built.numbers[column] : built.texts[column])).toArray();
    }

    @Override
    public Optional<Meaning> meaning() {
        return Optional.of(meaning);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Shape shape() {
        return Shape.of(width);
    }

    @Override
    public List<String> outputs() {
        if (targetColumns.isEmpty()) {
            return List.of();
        } else if (targetColumns.size() == 1 || isOfNumbers()) {
            return List.of(OUTPUT);
        }
        List<String> names = new ArrayList<>();
        targetColumns.forEach(column -> names.add(column.name()));
        return names;
    }

    @Override
    public int classes() {
        return classNames().size();
    }

    @Override
    public int classes(String output) {
        return classNames(output).size();
    }

    @Override
    public List<String> classNames() {
        return targetColumns.isEmpty() ? List.of() : targetColumns.get(0).categories();
    }

    @Override
    public List<String> classNames(String output) {
        return targetColumns.isEmpty() ? List.of() : targetColumns.get(target(output)).categories();
    }

    @Override
    public Shape targetShape() {
        return isOfNumbers() && targets.length > 1 ? Shape.of(targets.length) : Shape.scalar();
    }

    @Override
    public boolean weighted() {
        return weights != null;
    }

    @Override
    public float weight(int row) {
        return weights == null ? 1 : weights.get(place(row));
    }

    /** The largest of all numbers that go in; 255 if all are bytes. */
    @Override
    public double unit() {
        boolean bytes = true;
        double greatest = 1;
        for (int i = 0; i < features.length; i++) {
            if (features[i] instanceof NumberColumn) {
                NumberColumn column = (NumberColumn) features[i];
                if (column.least() < 0 || column.origin() != 0) {
                    throw new InputException(file, null, "the column '" + meaning.columns(Role.FEATURE).get(i).name()
                            + "' cannot be divided by its largest number: "
                            + (column.least() < 0 ? "it has negative ones" : "all its numbers are nearly as large"),
                            "Take \"scale\": \"standard\"");
                }
                bytes &= column.isWhole() && column.greatest() <= BYTE;
                greatest = Math.max(greatest, column.greatest());
            }
        }
        return bytes && greatest > BYTE / 2 ? BYTE : greatest;
    }

    @Override
    public void features(int row, float[] into, int at) {
        int from = place(row);
        int to = at;
        for (int i = 0; i < features.length; i++) {
            if (features[i] instanceof NumberColumn) {
                into[to++] = ((NumberColumn) features[i]).get(from);
            } else if (widths[i] == 0) {
                into[to++] = ((TextColumn) features[i]).get(from);
            } else {
                Arrays.fill(into, to, to + widths[i], 0);
                into[to + ((TextColumn) features[i]).get(from)] = 1;
                to += widths[i];
            }
        }
    }

    @Override
    public int label(int row) {
        return label(0, row);
    }

    @Override
    public int label(String output, int row) {
        return label(target(output), row);
    }

    @Override
    public void targets(int row, float[] into, int at) {
        for (int i = 0; i < targets.length; i++) {
            into[at + i] = targets[i] instanceof NumberColumn ? ((NumberColumn) targets[i]).get(place(row)) : label(i, row);
        }
    }

    @Override
    public Optional<String> id(int row) {
        return ids == null ? Optional.empty() : Optional.of(ids.get(place(row)));
    }

    private int label(int target, int row) {
        if (!(targets[target] instanceof TextColumn)) {
            throw new UnsupportedOperationException("these rows are not labelled");
        }
        return ((TextColumn) targets[target]).get(place(row));
    }

    private int target(String output) {
        for (int i = 0; i < targetColumns.size(); i++) {
            if (targetColumns.get(i).name().equals(output)) {
                return i;
            }
        }
        return 0;
    }

    private boolean isOfNumbers() {
        return !targetColumns.isEmpty() && targetColumns.get(0).form() == Form.NUMBER;
    }

    // Whether the first line was a row may be known only at the end, where it then stands.
    private int place(int row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        return !firstIsLast ? row : row == 0 ? count - 1 : row - 1;
    }
}
