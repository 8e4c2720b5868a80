package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Batches;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Targets;
import org.fascicle.api.data.Values;
import org.fascicle.api.expr.Shape;

/** The first rows of a stream, copied and kept. */
final class FirstRows {
    private static final int ROWS = 4096;
    private static final long NUMBERS = 1 << 24;

    private FirstRows() {}

    /** Rows as they are, or the first ones of a stream. */
    static Rows of(Examples examples) {
        return examples instanceof Rows ? (Rows) examples : read((Batches) examples);
    }

    private static Rows read(Batches stream) {
        long width = stream.inputs().stream().mapToLong(input -> stream.shape(input).size()).sum();
        long most = Math.max(1, Math.min(ROWS, NUMBERS / Math.max(1, width)));
        List<Batch> batches = new ArrayList<>();
        int rows = 0;
        Iterator<Batch> source = stream.iterator();
        try {
            while (rows < most && source.hasNext()) {
                Batch batch = copied(source.next(), stream);
                batches.add(batch);
                rows += batch.rows();
            }
        } finally {
            close(source);
        }
        return joined(stream, batches, rows);
    }

    private static void close(Iterator<Batch> source) {
        if (source instanceof AutoCloseable) {
            try {
                ((AutoCloseable) source).close();
            } catch (Exception e) {
                throw new IllegalStateException("the batches cannot be closed: " + e, e);
            }
        }
    }

    /** Whoever made a batch may use its arrays again. */
    private static Batch copied(Batch batch, Batches stream) {
        Batch copy = Batch.of(batch.rows());
        for (String input : stream.inputs()) {
            copy = copy.input(input, batch.features(input).orElseThrow().clone());
        }
        for (String output : stream.outputs()) {
            copy = stream.classes(output) > 0 ? copy.labels(output, batch.labels(output).orElseThrow().clone())
                    : copy.targets(output, batch.targets(output).orElseThrow().clone());
        }
        return batch.weights().isPresent() ? copy.weights(batch.weights().orElseThrow().clone()) : copy;
    }

    private static Rows joined(Batches stream, List<Batch> batches, int rows) {
        String first = stream.inputs().get(0);
        MemoryRows all = MemoryRows.of(first, input(stream, first, batches, rows)).unit(stream.unit());
        for (String input : stream.inputs().subList(1, stream.inputs().size())) {
            all = all.input(input, input(stream, input, batches, rows));
        }
        for (String output : stream.outputs()) {
            all = all.targets(output, targets(stream, output, batches, rows));
        }
        return stream.weighted() ? all.weights(floats(1, batches, batch -> batch.weights().orElseThrow(), rows)) : all;
    }

    private static Values input(Batches stream, String name, List<Batch> batches, int rows) {
        return values(stream.shape(name), batches, batch -> batch.features(name).orElseThrow(), rows);
    }

    private static Targets targets(Batches stream, String output, List<Batch> batches, int rows) {
        if (stream.classes(output) == 0) {
            return Targets
                    .values(values(stream.targetShape(output), batches, batch -> batch.targets(output).orElseThrow(), rows));
        }
        int[] labels = new int[rows];
        int at = 0;
        for (Batch batch : batches) {
            System.arraycopy(batch.labels(output).orElseThrow(), 0, labels, at, batch.rows());
            at += batch.rows();
        }
        List<String> names = stream.classNames(output);
        return names.isEmpty() ? Targets.labels(labels, stream.classes(output)) : Targets.labels(labels, names);
    }

    private static Values values(Shape shape, List<Batch> batches, Function<Batch, float[]> part, int rows) {
        return Values.of(shape, floats(Math.toIntExact(shape.size()), batches, part, rows));
    }

    private static float[] floats(int width, List<Batch> batches, Function<Batch, float[]> part, int rows) {
        float[] all = new float[Math.multiplyExact(width, rows)];
        int at = 0;
        for (Batch batch : batches) {
            System.arraycopy(part.apply(batch), 0, all, at * width, batch.rows() * width);
            at += batch.rows();
        }
        return all;
    }
}
