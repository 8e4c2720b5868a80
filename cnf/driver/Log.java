package org.fascicle.build;

import java.util.Locale;

/** What the build prints: one line per step with its time, and warnings and errors as they come. */
final class Log {
    private final boolean quiet;

    Log(boolean quiet) {
        this.quiet = quiet;
    }

    /** A step that says in a few words what it did. */
    interface Step {
        String run() throws Exception;
    }

    void step(String name, Step step) throws Exception {
        long start = System.nanoTime();
        String done = step.run();
        done(name, done, (System.nanoTime() - start) / 1e9);
    }

    /** The line of a step that is done. */
    synchronized void done(String name, String what, double seconds) {
        if (!quiet) {
            System.out.printf(Locale.ROOT, "%-8s %-60s %6.1f s%n", name, what, seconds);
        }
    }

    /** Prints something between whose lines there is nothing else. */
    synchronized void together(Runnable lines) {
        // what is printed here as an error does not overtake what was printed before it
        System.out.flush();
        lines.run();
        System.err.flush();
    }

    synchronized void info(String format, Object... args) {
        if (!quiet) {
            System.out.println("         " + (args.length == 0 ? format : String.format(format, args)));
        }
    }

    void warning(String format, Object... args) {
        if (!quiet) {
            problem(format, args);
        }
    }

    synchronized void problem(String format, Object... args) {
        System.err.println(args.length == 0 ? format : String.format(format, args));
    }
}
