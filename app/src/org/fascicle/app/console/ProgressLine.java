package org.fascicle.app.console;

import java.io.PrintStream;

/** A line of a terminal that is written over while work goes on. For one thread: it writes on the caller's. */
public final class ProgressLine {
    private static final int BAR = 24;
    private static final String TO_END_OF_LINE_CLEAR = "\033[K";

    private final PrintStream out;
    private final int width;
    private boolean shown;

    /**
     * A line.
     *
     * @param out a terminal
     * @param width its columns
     */
    public ProgressLine(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    /**
     * Shows a bar between two texts, cut to the screen's width.
     *
     * @param done from 0 to 1
     */
    public void show(String before, double done, String after) {
        String text = before + " " + bar(done) + " " + after;
        // a text that fills the last column would wrap
        out.print("\r" + text.substring(0, Math.min(text.length(), width - 1)) + TO_END_OF_LINE_CLEAR);
        out.flush();
        shown = true;
    }

    /** Erases the line. */
    public void clear() {
        if (shown) {
            out.print("\r" + TO_END_OF_LINE_CLEAR);
            out.flush();
            shown = false;
        }
    }

    private static String bar(double done) {
        int full = (int) (Math.min(1, Math.max(0, done)) * BAR);
        return "[" + "=".repeat(full) + (full < BAR ? ">" : "") + ".".repeat(Math.max(0, BAR - full - 1)) + "]";
    }
}
