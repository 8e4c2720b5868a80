package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    private final int all;
    private final int @Nullable [] chosen;
    private final NumberStore store;
    private final LineNumbers lines;
    private final boolean straight;
    private final boolean firstIsLast;
    private final Object[] features;
    private final int[] widths;
    private final int width;
    private final Object[] targets;
    private final List<Column> targetColumns;
    private final @Nullable NumberColumn weights;
    private final @Nullable List<String> ids;

    /**
     * Rows.
     *
     * @param chosen the numbers of those that these are, in their order; null for all
     */
    TableRows(TableBuilder built, Meaning meaning, int @Nullable [] chosen) {
        Plan plan = built.plan;
        this.file = plan.file;
        this.meaning = meaning;
        this.all = built.rows;
        this.chosen = chosen;
        this.store = built.store;
        this.lines = built.lines;
        this.firstIsLast = built.firstIsLast;
        this.features = columns(built, plan.features);
        this.targets = columns(built, plan.targets);
        this.targetColumns = targets.length == 0 ? List.of() : meaning.columns(Role.TARGET);
        this.widths = meaning.columns(Role.FEATURE).stream()
                .mapToInt(column -> column.form() == Form.ONE_HOT ? column.width() : 0).toArray();
        this.width = meaning.columns(Role.FEATURE).stream().mapToInt(Column::width).sum();
        // Then a row is what the store has of it.
        this.straight = store.width() == features.length && IntStream.range(0, features.length).allMatch(
                i -> features[i] instanceof NumberColumn && ((NumberColumn) features[i]).slot() == i);
        int weight = plan.only(Role.WEIGHT);
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
        return chosen == null ? all : chosen.length;
    }

    @Override
    public Shape shape() {
        return Shape.of(width);
    }

    @Override
    public List<String> outputs() {
        if (targetColumns.isEmpty()) {
            return List.of();
        } else if (targetColumns.size() == 1 || !isOfClasses()) {
            return List.of(OUTPUT);
        }
        List<String> names = new ArrayList<>();
        targetColumns.forEach(column -> names.add(column.name()));
        return names;
    }

    @Override
    public int classes() {
        return isOfClasses() ? targetColumns.get(0).categories().size() : 0;
    }

    @Override
    public int classes(String output) {
        return isOfClasses() ? targetColumns.get(target(output)).categories().size() : 0;
    }

    @Override
    public List<String> classNames() {
        return targetColumns.isEmpty() ? List.of() : isOfClasses() ? targetColumns.get(0).categories()
                : targetColumns.stream().flatMap(column -> column.categories().stream()).collect(Collectors.toList());
    }

    @Override
    public List<String> classNames(String output) {
        return isOfClasses() ? targetColumns.get(target(output)).categories() : classNames();
    }

    @Override
    public Shape targetShape() {
        int width = targetColumns.stream().mapToInt(Column::width).sum();
        return isOfClasses() || width == 1 && isOfNumbers() || width == 0 ? Shape.scalar() : Shape.of(width);
    }

    @Override
    public boolean weighted() {
        return weights != null;
    }

    @Override
    public float weight(int row) {
        return weights == null ? 1 : weights.get(at(row));
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
        int from = at(row);
        if (straight) {
            store.read(from, into, at);
            return;
        }
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
        int to = at;
        for (int i = 0; i < targets.length; i++) {
            int width = targetColumns.get(i).width();
            if (targets[i] instanceof NumberColumn) {
                into[to] = ((NumberColumn) targets[i]).get(at(row));
            } else if (targetColumns.get(i).form() == Form.MULTI_HOT) {
                Arrays.fill(into, to, to + width, 0);
                for (int number : ((TextColumn) targets[i]).set(at(row))) {
                    into[to + number] = 1;
                }
            } else {
                into[to] = label(i, row);
            }
            to += width;
        }
    }

    @Override
    public Optional<String> place(int row) {
        return Optional.of(file + ", line " + lines.of(at(row)));
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    @Override
    public Optional<String> id(int row) {
        return ids == null ? Optional.empty() : Optional.of(ids.get(at(row)));
    }

    private int label(int target, int row) {
        if (!(targets[target] instanceof TextColumn)) {
            throw new UnsupportedOperationException("these rows are not labelled");
        }
        return ((TextColumn) targets[target]).get(at(row));
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

    private boolean isOfClasses() {
        return !targetColumns.isEmpty() && targetColumns.get(0).form() == Form.INDEX;
    }

    /** Where a row lies in the table. Whether the first line was a row may be known only at the end, where it then stands. */
    int at(int row) {
        if (row < 0 || row >= count()) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count());
        }
        int number = chosen == null ? row : chosen[row];
        return !firstIsLast ? number : number == 0 ? all - 1 : number - 1;
    }
}
