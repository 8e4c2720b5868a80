package org.fascicle.dashboard.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Vectors over steps, such as histograms, of which at most {@value #MOST} are kept: when there would be more, each second one goes, and
 * from then on every second is left out. Vectors are never mixed, since bins lie elsewhere in each of them. Safe for any thread.
 */
public final class Strip {
    /** An even number, so that the newest stays when each second one goes. */
    static final int MOST = 120;

    /** Of longer vectors, neighbours become their mean. */
    static final int WIDEST = 100;

    private final int width;
    private final List<Column> columns = new ArrayList<>();
    private long every = 1;
    private long seen;

    /**
     * One vector. Not to be changed.
     *
     * @param step when it was measured
     * @param least where its first bin begins; NaN if nothing says it
     * @param greatest where its last bin ends; NaN if nothing says it
     * @param values the numbers
     */
    public record Column(long step, double least, double greatest, float[] values) {}

    /** For vectors of so many numbers. */
    Strip(int width) {
        this.width = width;
    }

    /** How many numbers a measured vector has. */
    public int width() {
        return width;
    }

    /** How many of them become one. */
    private int block() {
        return (width + WIDEST - 1) / WIDEST;
    }

    /** How many numbers of a vector are kept. */
    int kept() {
        return (width + block() - 1) / block();
    }

    /** Adds a vector; one of another length, after a change of the watch's options, is left out. */
    synchronized void add(long step, double least, double greatest, IntToDoubleFunction values, int length) {
        if (length != width || seen++ % every != 0) {
            return;
        }
        if (columns.size() == MOST) {
            for (int i = 0; i < MOST / 2; i++) {
                columns.set(i, columns.get(2 * i));
            }
            columns.subList(MOST / 2, MOST).clear();
            every *= 2;
            if ((seen - 1) % every != 0) {
                return;
            }
        }
        columns.add(new Column(step, least, greatest, means(values)));
    }

    private float[] means(IntToDoubleFunction values) {
        int block = block();
        float[] means = new float[kept()];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            int end = Math.min(width, (i + 1) * block);
            for (int k = i * block; k < end; k++) {
                sum += values.applyAsDouble(k);
            }
            means[i] = (float) (sum / (end - i * block));
        }
        return means;
    }

    /** A copy, oldest first. */
    public synchronized List<Column> columns() {
        return List.copyOf(columns);
    }
}
