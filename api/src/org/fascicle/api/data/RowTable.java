package org.fascicle.api.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Arrays of a schema's inputs and targets, which rows are written into one after the other. Checks each of them. */
final class RowTable {
    private final Schema schema;
    private final Map<String, float[]> features = new LinkedHashMap<>();
    private final Map<String, int[]> labels = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final float @Nullable [] weights;
    private int rows;

    /** For some rows. */
    RowTable(Schema schema, int capacity) {
        this.schema = schema;
        schema.inputs().forEach((name, shape) -> features.put(name, new float[length(capacity, shape.size())]));
        schema.outputs().forEach((name, output) -> {
            if (output.isLabelled()) {
                labels.put(name, new int[capacity]);
            } else {
                values.put(name, new float[length(capacity, output.size())]);
            }
        });
        weights = schema.isWeighted() ? new float[capacity] : null;
    }

    /** Removes all rows. */
    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    /**
     * Writes one more row.
     *
     * @param number which one it is of all, for messages
     */
    void add(Row row, long number) {
        if (row == null) {
            throw new InputException("row " + number + " is null");
        }
        row.inputs().keySet().forEach(schema::shape);
        row.targets().keySet().forEach(schema::output);
        features.forEach((name, into) -> addFeatures(name, into, row.inputs().get(name), Check.place(name, number)));
        labels.forEach((name, into) -> into[rows] = label(name, row.targets().get(name), Check.place(name, number)));
        values.forEach((name, into) -> addValues(name, into, row.targets().get(name), Check.place(name, number)));
        Float weight = row.weight();
        if (weights != null) {
            weights[rows] = weight == null ? 1 : Check.weight(weight, "row " + number);
        } else if (weight != null) {
            throw new InputException(null, "row " + number, "the row has a weight, and the schema says nothing of weights",
                    "Add weighted() to the schema");
        }
        rows++;
    }

    /** The rows as a batch. Its arrays are written to again once this is cleared. */
    Batch batch() {
        Batch batch = Batch.of(rows);
        for (Map.Entry<String, float[]> input : features.entrySet()) {
            batch = batch.input(input.getKey(), cut(input.getValue(), (int) schema.shape(input.getKey()).size()));
        }
        for (Map.Entry<String, int[]> output : labels.entrySet()) {
            int[] all = output.getValue();
            batch = batch.labels(output.getKey(), rows == all.length ? all : Arrays.copyOf(all, rows));
        }
        for (Map.Entry<String, float[]> output : values.entrySet()) {
            batch = batch.targets(output.getKey(), cut(output.getValue(), schema.output(output.getKey()).size()));
        }
        return weights == null ? batch : batch.weights(cut(weights, 1));
    }

    private void addFeatures(String name, float[] into, float @Nullable [] given, String place) {
        Shape shape = schema.shape(name);
        if (given == null) {
            throw new InputException(null, place, "the row has no features for the input '" + name + "'", null);
        }
        if (given.length != shape.size()) {
            throw new InputException(null, place,
                    "the row has " + given.length + " features, and the shape " + shape + " has " + shape.size(), null);
        }
        System.arraycopy(given, 0, into, rows * given.length, given.length);
    }

    private void addValues(String name, float[] into, @Nullable Object given, String place) {
        Schema.Output output = schema.output(name);
        if (!(given instanceof float[])) {
            throw given == null ? missing(name, place)
                    : new InputException(null, place, "the row has a class, and the schema says that targets are numbers",
                            "Give classes or classNames to the schema");
        }
        float[] numbers = (float[]) given;
        if (numbers.length != output.size()) {
            throw new InputException(null, place, "the row has " + numbers.length + " target values, and the shape "
                    + output.shape + " has " + output.size(), null);
        }
        for (float number : numbers) {
            Check.target(number, place);
        }
        System.arraycopy(numbers, 0, into, rows * numbers.length, numbers.length);
    }

    private int label(String name, @Nullable Object given, String place) {
        Schema.Output output = schema.output(name);
        if (given instanceof Integer) {
            return Check.label((Integer) given, output.classes, place);
        }
        if (!(given instanceof String)) {
            throw given == null ? missing(name, place)
                    : new InputException(null, place, "the row has target values, and the schema says that targets are classes",
                            "Give the shape of the targets to the schema");
        }
        if (output.classNames.isEmpty()) {
            throw new InputException(null, place,
                    "the row names its class '" + given + "', and the schema has no names of classes",
                    "Give classNames to the schema");
        }
        return Check.label((String) given, output.index, place);
    }

    private static InputException missing(String name, String place) {
        return new InputException(null, place, "the row has no target for the output '" + name + "'", null);
    }

    private float[] cut(float[] all, int width) {
        return all.length == rows * width ? all : Arrays.copyOf(all, rows * width);
    }

    private static int length(int rows, long width) {
        long length = rows * width;
        if (length > Integer.MAX_VALUE - 8) {
            throw new InputException(null, null, rows + " rows of " + width + " numbers do not fit into one array",
                    "Take a RowStream, which never holds all rows, or smaller batches");
        }
        return (int) length;
    }
}
