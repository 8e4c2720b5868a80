package org.fascicle.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.Table;
import org.fascicle.app.verb.Verb;
import org.jspecify.annotations.Nullable;

/**
 * The verbs that run in the background of a shell: {@code train model.json &}. What one prints goes to a file of its own, until somebody
 * asks for it. Safe for many threads.
 */
final class Runs {
    private static final long STOP_SECONDS = 10;
    private static final long BEGIN_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 20;

    private final Path folder;
    private final Map<Integer, Run> runs = new TreeMap<>();
    /** What the shell calls those that have begun. */
    private final Set<Object> begun = Collections.newSetFromMap(new WeakHashMap<>());

    /**
     * None yet.
     *
     * @param folder for the files
     */
    Runs(Path folder) {
        this.folder = folder;
    }

    /** One of them. */
    private static final class Run {
        final int number;
        final String words;
        final Path log;
        final Thread thread = Thread.currentThread();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile int code = -1;

        Run(int number, String words, Path log) {
            this.number = number;
            this.words = words;
            this.log = log;
        }

        /** On its own thread. An interrupt that came after the end is nobody's, and would close the output of the shell. */
        synchronized void end() {
            ended.countDown();
            Thread.interrupted();
        }

        /** Interrupts it, and says whether it runs. */
        synchronized boolean interrupt() {
            boolean runs = ended.getCount() > 0;
            if (runs) {
                thread.interrupt();
            }
            return runs;
        }

        String state() {
            return ended.getCount() > 0 ? "running" : code == Verb.DONE ? "done" : "ended with exit code " + code;
        }
    }

    /**
     * Runs a verb on this thread, as one of them.
     *
     * @param job what the shell calls it
     * @param words of the verb
     * @param shown where its number is said, and later that it has ended
     * @param verb runs it on a console, and gives its exit code
     */
    int run(Object job, List<String> words, PrintStream shown, Path at, ToIntFunction<Console> verb) throws IOException {
        Run run = begin(job, String.join(" ", words));
        shown.println("[" + run.number + "] " + run.words);
        try (PrintStream log = new PrintStream(Files.newOutputStream(run.log), true, StandardCharsets.UTF_8)) {
            run.code = verb.applyAsInt(new Console(InputStream.nullInputStream(), log, log, at, false, 0, false));
        } finally {
            run.end();
        }
        shown.println("[" + run.number + "] " + run.state() + ": " + run.words);
        return run.code;
    }

    private synchronized Run begin(Object job, String words) throws IOException {
        int number = runs.size() + 1;
        Run run = new Run(number, words, Files.createDirectories(folder).resolve(number + ".log"));
        runs.put(number, run);
        begun.add(job);
        notifyAll();
        return run;
    }

    /**
     * Waits until one has begun, which was put into the background a moment ago: it has a thread of its own, and is to be there for whoever
     * asks for it in the next line.
     *
     * @param lives whether it is still there; where it is not, nothing is waited for
     */
    synchronized void awaitBegun(Object job, BooleanSupplier lives) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BEGIN_MILLIS);
        while (!begun.contains(job) && lives.getAsBoolean() && System.nanoTime() < end) {
            wait(LOOK_MILLIS);
        }
    }

    /** Lists them. */
    synchronized void list(PrintStream out) {
        if (runs.isEmpty()) {
            out.println("nothing has run in the background; put & behind a verb");
            return;
        }
        Table table = new Table(">run", "state", "command");
        runs.values().forEach(run -> table.row(String.valueOf(run.number), run.state(), run.words));
        table.print(out);
    }

    /** Prints what one has printed. */
    void log(@Nullable String number, PrintStream out) throws IOException {
        Files.copy(find(number).log, out);
        out.flush();
    }

    /** Asks one to end, as control-C does, and waits for it. */
    void stop(@Nullable String number, PrintStream out) throws InterruptedException {
        Run run = find(number);
        if (run.interrupt()) {
            if (!run.ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                out.println("[" + run.number + "] has not ended within " + STOP_SECONDS + " s, and still runs: " + run.words);
            }
        } else {
            out.println("[" + run.number + "] has ended: " + run.words);
        }
    }

    private synchronized Run find(@Nullable String number) {
        Run run = number != null && number.matches("[0-9]{1,9}") ? runs.get(Integer.valueOf(number)) : null;
        if (run == null) {
            throw new InputException(null, null,
                    number == null ? "the number of a run is missing" : "there is no run '" + number + "'",
                    runs.isEmpty() ? "Nothing has run in the background; put & behind a verb" : "There are " + runs.keySet());
        }
        return run;
    }
}
