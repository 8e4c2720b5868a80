package org.fascicle.core.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.Batches;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.problem.InputException;

/**
 * Goes through examples from the first on, some rows at a time, and holds those at hand: raw features, labels or target values,
 * weights. Used by one thread.
 */
public abstract class Cursor implements AutoCloseable {
    private final Signature signature;
    private final boolean weighted;
    private final List<float[]> features = new ArrayList<>();
    private final List<int[]> labels = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();
    private final float[] weights;
    private final int most;
    private final RowNames names;
    private long begun;
    private long read;
    private boolean trusted;

    Cursor(Examples examples, Signature signature, int most) {
        this.signature = signature;
        this.weighted = examples.weighted();
        this.most = most;
        this.names = RowNames.of(examples, position -> row(begun, position));
        for (Shape shape : signature.inputs().values()) {
            features.add(new float[Math.multiplyExact(most, Math.toIntExact(shape.size()))]);
        }
        for (Signature.Target target : targets()) {
            labels.add(target.classes() > 0 ? new int[most] : null);
            values.add(target.type() == Type.REAL ? new float[Math.multiplyExact(most, target.width())] : null);
        }
        weights = new float[most];
    }

    /**
     * A cursor at the first row.
     *
     * @param examples whose inputs and targets are the signature's
     * @param most the most rows that are at hand at once
     */
    public static Cursor of(Examples examples, Signature signature, int most) {
        return examples instanceof Rows ? new RowCursor((Rows) examples, signature, most)
                : new BatchCursor((Batches) examples, signature, most);
    }

    /**
     * A cursor over rows that are picked by their numbers.
     *
     * @param most the most rows that are at hand at once
     */
    public static Picked picking(Rows rows, Signature signature, int most) {
        return new Picked(rows, signature, most);
    }

    /**
     * Goes on to the next rows.
     *
     * @param rows how many, at most those of the constructor
     * @return how many there were; fewer than asked for at the end alone, 0 behind it
     */
    public final int next(int rows) {
        begun = read;
        int now = bring(Math.min(rows, most));
        check(now);
        read += now;
        return now;
    }

    /** The raw features of an input, row-major; the array is the same after each step. */
    public final float[] features(int input) {
        return features.get(input);
    }

    /** The labels for an output; null if it has none. */
    public final int[] labels(int output) {
        return labels.get(output);
    }

    /** The target values for an output, row-major; labels as numbers where the loss compares with values; null for labels alone. */
    public final float[] values(int output) {
        return values.get(output);
    }

    /** The weight of each row; 1 where the examples have none. */
    public final float[] weights() {
        return weights;
    }

    @Override
    public void close() {}

    /** Says that the numbers of these examples were looked at before: they are not looked at again. */
    public final void trust() {
        trusted = true;
    }

    /** Whether the numbers of these examples were looked at before. */
    public final boolean isTrusted() {
        return trusted;
    }

    /** What messages call the rows at hand, by their positions. */
    public final RowNames names() {
        return names;
    }

    /** Which of the examples lies at a position of those at hand, of which the first is one of a number. */
    long row(long first, int position) {
        return first + position;
    }

    /** Brings up to so many rows, from position 0 on. */
    abstract int bring(int rows);

    final Signature signature() {
        return signature;
    }

    /** The targets that the examples hold themselves; none where the features are the target. */
    final List<Signature.Target> targets() {
        return signature.isReconstructing() ? List.of() : signature.targets();
    }

    final boolean isWeighted() {
        return weighted;
    }

    final String input(Examples examples, int index) {
        // Data with one input need not know what the network calls it.
        return examples.inputs().size() == 1 ? examples.inputs().get(0) : List.copyOf(signature.inputs().keySet()).get(index);
    }

    private void check(int rows) {
        if (!trusted) {
            int input = 0;
            for (Map.Entry<String, Shape> each : signature.inputs().entrySet()) {
                RowCheck.finite(features.get(input++), rows, each.getKey(), each.getValue(), names);
            }
        }
        // Programs clamp an index that is out of range: a wrong label must not train silently.
        for (int output = 0; output < labels.size(); output++) {
            int[] classes = labels.get(output);
            if (classes == null) {
                continue;
            }
            int count = targets().get(output).classes();
            float[] numbers = values.get(output);
            for (int row = 0; row < rows; row++) {
                if (classes[row] < 0 || classes[row] >= count) {
                    throw new InputException(names.row(row) + " has the label " + classes[row]
                            + ", and labels go from 0 to " + (count - 1));
                }
                if (numbers != null) {
                    numbers[row] = classes[row];
                }
            }
        }
        for (int output = 0; output < labels.size(); output++) {
            if (values.get(output) != null && !trusted) {
                RowCheck.targets(values.get(output), rows, targets().get(output), names);
            }
        }
        for (int row = 0; weighted && row < rows; row++) {
            if (!(weights[row] >= 0)) {
                throw new InputException(names.row(row) + " has the weight " + weights[row]
                        + ", and a weight is at least 0");
            }
        }
    }

    /** The shapes of an examples' inputs, by the names that a network has for them. */
    public static void requireInputs(Map<String, Shape> inputs, Examples examples, String source) {
        if (inputs.size() == 1 && examples.inputs().size() == 1) {
            requireShape(inputs.values().iterator().next(), examples.shape(examples.inputs().get(0)), "the data's rows", source);
            return;
        }
        inputs.forEach((name, shape) -> {
            if (!examples.inputs().contains(name)) {
                throw new InputException(source, null, "the data have no input '" + name + "'",
                        "They have: " + String.join(", ", examples.inputs()));
            }
            requireShape(shape, examples.shape(name), "the data's input '" + name + "'", source);
        });
    }

    private static void requireShape(Shape wanted, Shape given, String what, String source) {
        if (!wanted.equals(given)) {
            throw new InputException(source, null, what + (what.endsWith("rows") ? " have" : " has") + " the shape " + given
                    + ", and the network takes " + wanted, null);
        }
    }

    /** Rows by index. */
    private abstract static class Indexed extends Cursor {
        final Rows rows;

        Indexed(Rows rows, Signature signature, int most) {
            super(rows, signature, most);
            this.rows = rows;
        }

        /** The number of the row that comes to a position. */
        abstract int row(int position);

        final void copy(int count) {
            int input = 0;
            for (Shape shape : signature().inputs().values()) {
                String name = input(rows, input);
                int width = Math.toIntExact(shape.size());
                for (int i = 0; i < count; i++) {
                    rows.features(name, row(i), features(input), i * width);
                }
                input++;
            }
            for (int output = 0; output < targets().size(); output++) {
                Signature.Target target = targets().get(output);
                for (int i = 0; i < count; i++) {
                    if (target.classes() > 0) {
                        labels(output)[i] = rows.label(target.name(), row(i));
                    } else {
                        rows.targets(target.name(), row(i), values(output), i * target.width());
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                weights()[i] = isWeighted() ? rows.weight(row(i)) : 1;
            }
        }
    }

    /** One row after the other. */
    private static final class RowCursor extends Indexed {
        private int at;

        RowCursor(Rows rows, Signature signature, int most) {
            super(rows, signature, most);
        }

        @Override
        int row(int position) {
            return at + position;
        }

        @Override
        int bring(int wanted) {
            int now = Math.min(wanted, rows.count() - at);
            copy(now);
            at += now;
            return now;
        }
    }

    /** Rows that somebody picks. */
    public static final class Picked extends Indexed {
        private int[] picked = {};
        private int from;

        Picked(Rows rows, Signature signature, int most) {
            super(rows, signature, most);
        }

        /**
         * Brings rows.
         *
         * @param numbers of rows
         * @param first where the numbers of those begin that are brought
         * @param count how many
         */
        public void pick(int[] numbers, int first, int count) {
            picked = numbers;
            from = first;
            next(count);
        }

        @Override
        int row(int position) {
            return picked[from + position];
        }

        @Override
        long row(long first, int position) {
            return row(position);
        }

        @Override
        int bring(int wanted) {
            copy(wanted);
            return wanted;
        }
    }
}
