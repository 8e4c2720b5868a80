package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Iterator;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Batches that a caller makes one after the other, never all in memory. Each epoch asks for an iterator of its own; one that is
 * {@link AutoCloseable} is closed at its end, or when training stops. Each batch is checked. Immutable; whether it may be used by
 * several threads depends on the batches.
 */
public final class BatchStream extends Described implements Batches {
    private final Iterable<Batch> batches;
    private final long count;

    private BatchStream(Schema schema, Iterable<Batch> batches, long count) {
        super(schema);
        this.batches = requireGiven(batches, "batches");
        this.count = count;
    }

    /**
     * Batches.
     *
     * @param schema what each row of them has
     * @param batches gives a new iterator each time, over the same rows in the same order; batches may have any number of rows
     */
    public static BatchStream of(Schema schema, Iterable<Batch> batches) {
        return new BatchStream(schema, batches, -1);
    }

    /** With the number of rows that each iterator gives, so that they need not be counted. */
    public BatchStream count(long rows) {
        return new BatchStream(schema(), batches, Counted.count(rows));
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Iterator<Batch> iterator() {
        Iterator<Batch> source = Counted.opened("the iterable of batches", batches::iterator);
        if (source == null) {
            throw new InputException("the iterable of batches gave null, not an iterator");
        }
        return new Opened(schema(), source, count);
    }

    /** One pass. */
    private static final class Opened extends Counted {
        private final Schema schema;
        private final Iterator<Batch> source;
        private long number;

        Opened(Schema schema, Iterator<Batch> source, long expected) {
            super(expected);
            this.schema = schema;
            this.source = source;
        }

        @Override
        @Nullable
        Batch read() {
            String place = "the iterator of batches, at batch " + number + ",";
            if (!called(place, source::hasNext)) {
                return null;
            }
            Batch batch = called(place, source::next);
            if (batch == null) {
                throw new InputException("batch " + number + " is null");
            }
            check(batch);
            number++;
            return batch;
        }

        @Override
        void release() throws Exception {
            if (source instanceof AutoCloseable) {
                ((AutoCloseable) source).close();
            }
        }

        private void check(Batch batch) {
            for (String input : schema.inputs().keySet()) {
                Shape shape = schema.shape(input);
                float[] features = batch.features(input).orElseThrow(() -> missing("features for the input '" + input + "'"));
                length(features.length, "features for the input '" + input + "'", batch.rows(), shape);
            }
            schema.outputs().forEach((name, output) -> {
                if (output.isLabelled()) {
                    labels(batch, name, output);
                } else {
                    values(batch, name, output);
                }
            });
            if (schema.isWeighted()) {
                weights(batch);
            } else if (batch.weights().isPresent()) {
                throw new InputException(null, "batch " + number, "the batch has weights, and the schema says nothing of weights",
                        "Add weighted() to the schema");
            }
        }

        private void labels(Batch batch, String name, Schema.Output output) {
            int[] labels = batch.labels(name).orElseThrow(() -> missing("labels for the output '" + name + "'"));
            length(labels.length, "labels for the output '" + name + "'", batch.rows(), Shape.scalar());
            for (int row = 0; row < labels.length; row++) {
                if (labels[row] < 0 || labels[row] >= output.classes) {
                    Check.label(labels[row], output.classes, place(name, row));
                }
            }
        }

        private void values(Batch batch, String name, Schema.Output output) {
            float[] values = batch.targets(name).orElseThrow(() -> missing("target values for the output '" + name + "'"));
            length(values.length, "target values for the output '" + name + "'", batch.rows(), output.shape);
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    Check.target(values[i], place(name, i / output.size()));
                }
            }
        }

        private void weights(Batch batch) {
            float[] weights = batch.weights().orElseThrow(() -> missing("weights"));
            length(weights.length, "weights", batch.rows(), Shape.scalar());
            for (int row = 0; row < weights.length; row++) {
                if (!(weights[row] >= 0) || Float.isInfinite(weights[row])) {
                    Check.weight(weights[row], place(OUTPUT, row));
                }
            }
        }

        private void length(int length, String what, int rows, Shape shape) {
            if (length != rows * shape.size()) {
                throw new InputException(null, "batch " + number, "there are " + length + " " + what + ", and " + rows
                        + " rows of the shape " + shape + " have " + rows * shape.size(), null);
            }
        }

        private InputException missing(String what) {
            return new InputException(null, "batch " + number, "the batch has no " + what + ", which the schema promises", null);
        }

        private String place(String port, int row) {
            return "batch " + number + ", " + Check.place(port, given() + row);
        }
    }
}
