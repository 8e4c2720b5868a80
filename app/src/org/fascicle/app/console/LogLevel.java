package org.fascicle.app.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Raises the level of the log while a verb runs with {@code -v}, and sets it back. */
public final class LogLevel implements AutoCloseable {
    private final Logger root;
    private final Level before;

    private LogLevel(Logger root, Level level) {
        this.root = root;
        this.before = root == null ? null : root.getLevel();
        if (root != null) {
            root.setLevel(level);
        }
    }

    /**
     * Raises the level.
     *
     * @param verbosity 0: leaves it; 1: information; more: all
     */
    public static LogLevel raise(int verbosity) {
        org.slf4j.Logger root = verbosity == 0 ? null : LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        return new LogLevel(root instanceof Logger logback ? logback : null, verbosity == 1 ? Level.INFO : Level.DEBUG);
    }

    @Override
    public void close() {
        if (root != null) {
            root.setLevel(before);
        }
    }
}
