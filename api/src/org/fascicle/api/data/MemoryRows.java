package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are in memory: arrays and buffers of the caller's. They are not copied: leave them as they are while the rows are in
 * use. All lengths, labels, targets and weights are checked as they are given. Each method returns other rows; these stay as they
 * are.
 *
 * <pre>
 * MemoryRows flowers = MemoryRows.of(measurements).named("setosa", "setosa", "virginica");
 * </pre>
 */
public final class MemoryRows extends Described implements Rows {
    private final Map<String, Values> inputs;
    private final Map<String, Targets> targets;
    private final float @Nullable [] weights;

    private MemoryRows(Schema schema, Map<String, Values> inputs, Map<String, Targets> targets,
            float @Nullable [] weights) {
        super(schema);
        this.inputs = inputs;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * Rows with one input.
     *
     * @param features raw, {@code [rows][features]}
     */
    public static MemoryRows of(float[][] features) {
        return of(Values.of(features));
    }

    /**
     * Rows with one input.
     *
     * @param features raw, {@code [rows][features]}
     */
    public static MemoryRows of(double[][] features) {
        return of(Values.of(features));
    }

    /**
     * Rows with one input.
     *
     * @param shape of one row
     * @param features raw, {@code [rows × size of the shape]}, row-major
     */
    public static MemoryRows of(Shape shape, float[] features) {
        return of(Values.of(shape, features));
    }

    /**
     * Rows with one input, in a buffer from its position to its limit.
     *
     * @param shape of one row
     * @param features raw, {@code [rows × size of the shape]}, row-major
     */
    public static MemoryRows of(Shape shape, FloatBuffer features) {
        return of(Values.of(shape, features));
    }

    /** Rows with one input. */
    public static MemoryRows of(Values features) {
        return of(INPUT, features);
    }

    /**
     * Rows with one input that has a name.
     *
     * @param input the name
     * @param features raw
     */
    public static MemoryRows of(String input, Values features) {
        requireGiven(features, "features");
        return new MemoryRows(Schema.of(input, features.shape()), Map.of(input, features), Map.of(), null);
    }

    /**
     * The rows of a stream, copied and kept. Their features have the shape {@code [width]}. Classes are counted to the greatest
     * label, or are the sorted names that occur.
     */
    public static MemoryRows collect(Stream<Row> rows) {
        List<Row> list = listed(rows);
        return collect(inferred(list), list);
    }

    /** The rows of a stream, copied and kept, as a schema describes them. */
    public static MemoryRows collect(Schema schema, Stream<Row> rows) {
        return collect(requireGiven(schema, "schema"), listed(rows));
    }

    /**
     * With one more input.
     *
     * @param input its name
     * @param features raw, of as many rows
     */
    public MemoryRows input(String input, Values features) {
        requireGiven(features, "features");
        Check.count(features.count(), "the features of the input '" + input + "'", count(), "the others");
        return new MemoryRows(schema().input(input, features.shape()), with(inputs, input, features), targets, weights);
    }

    /** With what the output is to give. */
    public MemoryRows targets(Targets values) {
        return targets(OUTPUT, values);
    }

    /** With what an output is to give. */
    public MemoryRows targets(String output, Targets values) {
        requireGiven(values, "values");
        Check.count(values.count(), "the targets of the output '" + output + "'", count(), "the features");
        Schema schema = values.classes() == 0 ? schema().targets(output, values.shape())
                : values.classNames().isEmpty() ? schema().classes(output, values.classes())
                : schema().classNames(output, values.classNames());
        return new MemoryRows(schema, inputs, with(targets, output, values), weights);
    }

    /**
     * With a class for each row; there are as many classes as the greatest label and one.
     *
     * @param labels {@code [rows]}, from 0
     */
    public MemoryRows labels(int... labels) {
        return targets(Targets.labels(labels));
    }

    /**
     * With the name of a class for each row. The classes are the names that occur, sorted.
     *
     * @param names {@code [rows]}
     */
    public MemoryRows named(String... names) {
        return targets(Targets.named(names));
    }

    /**
     * With the name of a class for each row. The classes are the names that occur, sorted.
     *
     * @param names {@code [rows]}
     */
    public MemoryRows named(List<String> names) {
        return targets(Targets.named(names));
    }

    /**
     * With a number to predict for each row.
     *
     * @param numbers {@code [rows]}, finite
     */
    public MemoryRows targets(float[] numbers) {
        return targets(Targets.values(Values.numbers(numbers)));
    }

    /**
     * With a number to predict for each row.
     *
     * @param numbers {@code [rows]}, finite
     */
    public MemoryRows targets(double[] numbers) {
        return targets(Targets.values(Values.numbers(numbers)));
    }

    /**
     * With numbers to predict for each row.
     *
     * @param rows {@code [rows][numbers]}, finite
     */
    public MemoryRows targets(float[][] rows) {
        return targets(Targets.values(Values.of(rows)));
    }

    /**
     * With a weight for each row: its loss is multiplied by it.
     *
     * @param values {@code [rows]}, at least 0, and not all 0
     */
    public MemoryRows weights(float... values) {
        Check.count(requireGiven(values, "values").length, "the weights", count(), "the features");
        boolean any = false;
        for (int row = 0; row < values.length; row++) {
            any |= Check.weight(values[row], "row " + row) > 0;
        }
        if (!any) {
            throw new InputException("the weights of all " + values.length + " rows are 0, so nothing can be learned from them");
        }
        return new MemoryRows(schema().isWeighted() ? schema() : schema().weighted(), inputs, targets, values);
    }

    /** With the largest value that a raw feature can have, for the scaling {@code unit}; 255 for bytes. */
    public MemoryRows unit(double largest) {
        return new MemoryRows(schema().unit(largest), inputs, targets, weights);
    }

    @Override
    public int count() {
        return inputs.values().iterator().next().count();
    }

    @Override
    public void features(int row, float[] into, int at) {
        inputs.values().iterator().next().read(row, into, at);
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        Values values = inputs.get(input);
        if (values == null) {
            throw Check.unknown("input", input, inputs.keySet());
        }
        values.read(row, into, at);
    }

    @Override
    public int label(int row) {
        return label(firstOutput(), row);
    }

    @Override
    public int label(String output, int row) {
        return target(output).label(output, inside(row));
    }

    @Override
    public void targets(int row, float[] into, int at) {
        targets(firstOutput(), row, into, at);
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        target(output).read(output, row, into, at);
    }

    @Override
    public float weight(int row) {
        return weights == null ? 1 : weights[inside(row)];
    }

    private Targets target(String output) {
        Targets found = targets.get(output);
        if (found == null) {
            throw Check.unknown("output", output, targets.keySet());
        }
        return found;
    }

    private String firstOutput() {
        return targets.keySet().stream().findFirst().orElseThrow(() -> new InputException("these rows have no targets"));
    }

    private int inside(int row) {
        if (row < 0 || row >= count()) {
            throw new InputException("there is no row " + row + ": rows go from 0 to " + (count() - 1));
        }
        return row;
    }

    private static List<Row> listed(Stream<Row> rows) {
        try (Stream<Row> opened = requireGiven(rows, "rows")) {
            List<Row> list = new ArrayList<>();
            Iterator<Row> source = Counted.called("the stream of rows", opened::iterator);
            while (Counted.called("the stream of rows, at row " + list.size() + ",", source::hasNext)) {
                Row row = Counted.called("the stream of rows, at row " + list.size() + ",", source::next);
                list.add(Check.given(row, "row " + list.size()));
            }
            if (list.isEmpty()) {
                throw new InputException("there are no rows: the stream is empty");
            }
            return list;
        }
    }

    private static MemoryRows collect(Schema schema, List<Row> list) {
        RowTable table = new RowTable(schema, list.size());
        for (int row = 0; row < list.size(); row++) {
            table.add(list.get(row), row);
        }
        Batch all = table.batch();
        Map<String, Values> inputs = new LinkedHashMap<>();
        schema.inputs().forEach((name, shape) -> inputs.put(name, Values.of(shape, all.features(name).orElseThrow())));
        Map<String, Targets> targets = new LinkedHashMap<>();
        schema.outputs().forEach((name, output) -> targets.put(name, !output.isLabelled()
                ? Targets.values(Values.of(output.shape, all.targets(name).orElseThrow()))
                : output.classNames.isEmpty() ? Targets.labels(all.labels(name).orElseThrow(), output.classes)
                : Targets.labels(all.labels(name).orElseThrow(), output.classNames)));
        return new MemoryRows(schema, inputs, targets, all.weights().orElse(null));
    }

    // The first row shows what all others must be like.
    private static Schema inferred(List<Row> list) {
        Row first = list.get(0);
        if (first.inputs().isEmpty()) {
            throw new InputException("row 0 has no features");
        }
        Map.Entry<String, float[]> input = first.inputs().entrySet().iterator().next();
        Schema schema = Schema.of(input.getKey(), Shape.of(input.getValue().length));
        for (Map.Entry<String, float[]> more : first.inputs().entrySet()) {
            if (more != input && !more.getKey().equals(input.getKey())) {
                schema = schema.input(more.getKey(), Shape.of(more.getValue().length));
            }
        }
        for (Map.Entry<String, Object> target : first.targets().entrySet()) {
            schema = inferred(schema, target.getKey(), target.getValue(), list);
        }
        return list.stream().anyMatch(row -> row.weight() != null) ? schema.weighted() : schema;
    }

    private static Schema inferred(Schema schema, String output, Object target, List<Row> list) {
        if (target instanceof float[]) {
            int width = ((float[]) target).length;
            return schema.targets(output, width == 1 ? Shape.scalar() : Shape.of(width));
        }
        List<Object> all = list.stream().map(row -> row.targets().get(output)).collect(Collectors.toList());
        if (target instanceof String) {
            return schema.classNames(output, List.copyOf(all.stream().filter(String.class::isInstance).map(String.class::cast)
                    .collect(Collectors.toCollection(TreeSet::new))));
        }
        int greatest = all.stream().filter(Integer.class::isInstance).mapToInt(Integer.class::cast).max().orElse(0);
        return schema.classes(output, Math.max(greatest, 0) + 1);
    }

    private static <T> Map<String, T> with(Map<String, T> before, String name, T value) {
        Map<String, T> after = new LinkedHashMap<>(before);
        after.put(name, value);
        return Collections.unmodifiableMap(after);
    }
}
