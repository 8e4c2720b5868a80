package org.fascicle.examples.witness;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.regex.Pattern;

/** What belongs to the whole process, as it was at a moment. */
public final class Snapshot {
    private static final long PATIENCE_MILLIS = 60_000;

    /** Before the properties: Java itself puts it into one when it is first asked for. */
    private final TimeZone zone = TimeZone.getDefault();
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final InputStream in = System.in;
    private final String providers = providers();
    private final Level level = LogManager.getLogManager().getLogger("").getLevel();
    private final int handlers = LogManager.getLogManager().getLogger("").getHandlers().length;

    /** What has changed, and which threads of a pattern run; each in words. */
    public List<String> differences(Pattern threads) throws InterruptedException {
        List<String> found = new ArrayList<>();
        Properties now = (Properties) System.getProperties().clone();
        Set<Object> keys = new HashSet<>(properties.keySet());
        keys.addAll(now.keySet());
        for (Object key : keys) {
            compare(found, "the System property " + key, properties.get(key), now.get(key));
        }
        compare(found, "the default locale", locale, Locale.getDefault());
        compare(found, "the default time zone", zone, TimeZone.getDefault());
        compare(found, "the handler of uncaught exceptions", handler, Thread.getDefaultUncaughtExceptionHandler());
        compare(found, "System.out", out, System.out);
        compare(found, "System.err", err, System.err);
        compare(found, "System.in", in, System.in);
        compare(found, "the security providers", providers, providers());
        compare(found, "the root logger's level", level, LogManager.getLogManager().getLogger("").getLevel());
        compare(found, "the root logger's handlers", handlers, LogManager.getLogManager().getLogger("").getHandlers().length);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (threads.matcher(thread.getName()).find() && thread != Thread.currentThread()) {
                // One that was asked to end may take a moment.
                thread.join(PATIENCE_MILLIS);
                if (thread.isAlive()) {
                    found.add("the thread " + thread.getName() + " still runs");
                }
            }
        }
        return found;
    }

    private static String providers() {
        return List.of(Security.getProviders()).toString();
    }

    private static void compare(List<String> found, String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            found.add(what + " was " + before + " and is " + now);
        }
    }
}
