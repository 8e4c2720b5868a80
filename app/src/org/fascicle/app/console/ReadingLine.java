package org.fascicle.app.console;

import java.io.PrintStream;
import java.util.function.LongSupplier;

import org.fascicle.api.data.Reading;

/** A bar on a terminal while a large file is read; none for one that is read within a second. For one thread. */
public final class ReadingLine implements Reading {
    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long INTERVAL_NANOS = 200_000_000;
    private static final double MEGA = 1e6;

    private final ProgressLine line;
    private final LongSupplier nanoTime;
    private String file = "";
    private long last;
    private long next;

    /**
     * A line.
     *
     * @param out a terminal
     * @param width its columns
     */
    public ReadingLine(PrintStream out, int width, LongSupplier nanoTime) {
        this.line = new ProgressLine(out, width);
        this.nanoTime = nanoTime;
    }

    @Override
    public void read(String name, long bytes, long size) {
        long now = nanoTime.getAsLong();
        boolean begins = !name.equals(file) || bytes < last;
        last = bytes;
        if (bytes >= size) {
            file = "";
            line.clear();
        } else if (begins) {
            file = name;
            next = now + PATIENCE_NANOS;
            line.clear();
        } else if (now - next >= 0) {
            next = now + INTERVAL_NANOS;
            String plain = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
            line.show("reading " + plain, bytes / (double) size,
                    Numbers.count(bytes / MEGA) + " of " + Numbers.count(size / MEGA) + " MB");
        }
    }
}
