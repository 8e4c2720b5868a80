package org.fascicle.core.training;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.problem.InputException;

/** Rows of data as a network takes them: scaled features, and labels or target values. Safe for any thread. */
public final class Examples {
    private static final int CHUNK = 1024;

    private final Rows rows;
    private final int first;
    private final int count;
    private final Scaling scaling;
    private final Loss.Target target;
    private final boolean self;

    /**
     * A range of rows.
     *
     * @param rows where they come from
     * @param first the first
     * @param count how many
     * @param scaling how features are scaled
     * @param target what the loss compares with
     * @param self whether the features themselves are the target
     */
    public Examples(Rows rows, int first, int count, Scaling scaling, Loss.Target target, boolean self) {
        this.rows = rows;
        this.first = first;
        this.count = count;
        this.scaling = scaling;
        this.target = target;
        this.self = self;
    }

    /** The number of rows. */
    public int count() {
        return count;
    }

    /** The label of a row; −1 if it has none. */
    public int label(int row) {
        return rows.classes() > 0 ? rows.label(first + row) : -1;
    }

    /** The numbers that one row's features have. */
    public int width() {
        return Math.toIntExact(rows.shape().size());
    }

    /** Reads scaled features of consecutive rows. */
    public void features(int from, int howMany, float[] into) {
        int width = width();
        for (int i = 0; i < howMany; i++) {
            rows.features(first + from + i, into, i * width);
            scaling.apply(into, i * width);
        }
    }

    /** A new buffer of a backend with the features of all rows. */
    Buffer featureBuffer(Backend backend, Precision precision) {
        Memory.require((long) count * width(), "the data of " + count + " rows");
        Buffer buffer = backend.allocate(Type.REAL, precision, (long) count * width());
        return filled(buffer, () -> writeFeatures(buffer, 0, count));
    }

    /** A new buffer of a backend with the targets of all rows. */
    Buffer targetBuffer(Backend backend, Precision precision) {
        Buffer buffer = backend.allocate(targetType(), precision, (long) count * targetWidth());
        return filled(buffer, () -> writeTargets(buffer, 0, count));
    }

    private static Buffer filled(Buffer buffer, Runnable write) {
        try {
            write.run();
            return buffer;
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    /** Writes scaled features of consecutive rows to the start of a buffer. */
    void writeFeatures(Buffer buffer, int from, int howMany) {
        int width = width();
        float[] chunk = new float[Math.min(CHUNK, howMany) * width];
        for (int done = 0; done < howMany; done += CHUNK) {
            int now = Math.min(CHUNK, howMany - done);
            features(from + done, now, chunk);
            buffer.write((long) done * width, chunk, 0, now * width);
        }
    }

    /** Writes targets of consecutive rows to the start of a buffer. */
    void writeTargets(Buffer buffer, int from, int howMany) {
        if (self) {
            writeFeatures(buffer, from, howMany);
        } else if (target == Loss.Target.LABEL) {
            int[] labels = new int[howMany];
            for (int i = 0; i < howMany; i++) {
                labels[i] = knownLabel(first + from + i);
            }
            buffer.write(0, labels, 0, howMany);
        } else {
            int width = targetWidth();
            float[] values = new float[howMany * width];
            for (int i = 0; i < howMany; i++) {
                if (rows.classes() > 0) {
                    values[i] = knownLabel(first + from + i);
                } else {
                    rows.targets(first + from + i, values, i * width);
                }
            }
            buffer.write(0, values, 0, values.length);
        }
    }

    // Programs clamp an index that is out of range: a wrong label must not train silently.
    private int knownLabel(int row) {
        int label = rows.label(row);
        if (label < 0 || label >= rows.classes()) {
            throw new InputException("the data's row " + row + " has the label " + label + ", and labels go from 0 to "
                    + (rows.classes() - 1));
        }
        return label;
    }

    Type targetType() {
        return target == Loss.Target.LABEL && !self ? Type.INT32 : Type.REAL;
    }

    int targetWidth() {
        return self ? width() : rows.classes() > 0 ? 1 : Math.toIntExact(rows.targetShape().size());
    }
}
