package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM of tests.
 *
 * @param step which step of the build it belongs to
 * @param name whose tests they are
 * @param seconds about how long it takes: by this alone it is decided what begins first
 * @param process what is started
 * @param reports where it leaves its reports
 * @param output where it prints
 */
record TestRun(String step, String name, int seconds, Forked process, Path reports, Path output) {
    private static final long MINUTES = 30;
    /** The property that says how long a run takes, and what it is where that is not said. */
    static final String SECONDS = "test.seconds";
    private static final int FEW_SECONDS = 10;
    private static final int LINES = 20;

    /** The value of {@link #SECONDS}. */
    static int seconds(String property, String where) {
        try {
            return property.isBlank() ? FEW_SECONDS : Integer.parseInt(property.strip());
        } catch (NumberFormatException e) {
            throw new BuildFailure("%s: %s: '%s' is not a whole number; say about how many seconds the tests take", where,
                    SECONDS,
                    property);
        }
    }

    /**
     * How it ended.
     *
     * @param problem what is wrong besides the tests that failed; null if nothing is
     */
    record End(Reports.Outcome outcome, String problem) {}

    /** Runs it to its end. */
    End run() throws Exception {
        Trees.delete(reports);
        Files.createDirectories(reports);
        Integer exit = process.run(output, MINUTES);
        Reports.Outcome outcome = Reports.read(reports);
        return new End(outcome, problem(exit, outcome));
    }

    private String problem(Integer exit, Reports.Outcome outcome) throws Exception {
        String what;
        if (exit == null) {
            what = "the tests did not end within " + MINUTES + " minutes";
        } else if (outcome.ran() + outcome.skipped() == 0) {
            what = "there are tests, and none ran; the JVM ended with " + Forked.exit(exit);
        } else if (exit != 0 && outcome.failed() == 0) {
            what = "no test failed, but the JVM ended with " + Forked.exit(exit);
        } else {
            return null;
        }
        return step + ": " + name + ": " + what + "\n" + Forked.tail(output, LINES);
    }
}
