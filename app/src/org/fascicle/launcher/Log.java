package org.fascicle.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Java's own log, as this process prints it: warnings alone, on standard error. Who raises the level of the root logger sees more,
 * and Java's own properties {@code java.util.logging.config.file} and {@code .class} name another configuration.
 */
final class Log {
    private Log() {}

    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        LogManager.getLogManager().reset();
        Handler errors = new ConsoleHandler();
        errors.setLevel(Level.ALL);
        errors.setFormatter(new Line());
        Logger root = Logger.getLogger("");
        root.addHandler(errors);
        root.setLevel(Level.WARNING);
    }

    /** {@code 12:34:56.789 WARNING org.fascicle.core.network.LiveNetwork: message}, and the stack trace if there is one. */
    static final class Line extends Formatter {
        @Override
        public String format(LogRecord entry) {
            LocalTime time = LocalTime.ofInstant(entry.getInstant(), ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS);
            return time + " " + entry.getLevel().getName() + " " + entry.getLoggerName() + ": " + formatMessage(entry)
                    + System.lineSeparator() + thrown(entry.getThrown());
        }

        private static String thrown(Throwable thrown) {
            StringWriter text = new StringWriter();
            if (thrown != null) {
                thrown.printStackTrace(new PrintWriter(text, true));
            }
            return text.toString();
        }
    }
}
