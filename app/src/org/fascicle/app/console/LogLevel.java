package org.fascicle.app.console;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Raises the level of Java's log while a verb runs with {@code -v}, and sets it back. */
public final class LogLevel implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();

    private LogLevel() {}

    /**
     * Raises the level.
     *
     * @param verbosity 0: leaves it; 1: what was chosen; more: all
     */
    public static LogLevel raise(int verbosity) {
        LogLevel level = new LogLevel();
        if (verbosity > 0) {
            level.root.setLevel(verbosity == 1 ? Level.CONFIG : Level.FINE);
        }
        return level;
    }

    @Override
    public void close() {
        root.setLevel(before);
    }
}
