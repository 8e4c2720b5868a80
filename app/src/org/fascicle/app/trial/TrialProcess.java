package org.fascicle.app.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that checks bundles, as the one that has started it sees it: events, until it ends. It ends when this one does, as its standard
 * input ends. Used by one thread.
 */
final class TrialProcess implements AutoCloseable {
    /** How much longer than a check may take it may take to say so. */
    private static final double PATIENCE = 30;
    private static final long END_SECONDS = 10;
    private static final int TAIL = 20;
    private static final double NANOS = 1e9;

    private final Process process;
    /** Lines; empty at the end. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final Deque<String> problems = new ArrayDeque<>();
    private final Thread problemReader;

    /**
     * Starts one.
     *
     * @throws IOException if it cannot be started
     */
    TrialProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        reader(process.inputReader(StandardCharsets.UTF_8), false);
        problemReader = reader(process.errorReader(StandardCharsets.UTF_8), true);
    }

    private Thread reader(BufferedReader from, boolean ofProblems) {
        Thread thread = new Thread(() -> {
            try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                    if (ofProblems) {
                        remember(line);
                    } else {
                        lines.add(Optional.of(line));
                    }
                }
            } catch (IOException e) {
                // It was ended.
            }
            if (!ofProblems) {
                lines.add(Optional.empty());
            }
        }, "fascicle trial");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void remember(String line) {
        synchronized (problems) {
            problems.add(line);
            if (problems.size() > TAIL) {
                problems.remove();
            }
        }
    }

    /**
     * The next event; empty if there is none, as it has ended, or said nothing in time.
     *
     * @param seconds how long it may take to what it has begun
     */
    Optional<Map<String, String>> next(double seconds) throws IOException, InterruptedException {
        Optional<String> line = lines.poll((long) ((seconds + PATIENCE) * NANOS), TimeUnit.NANOSECONDS);
        return line == null || line.isEmpty() ? Optional.empty() : Optional.of(TrialEvents.read(line.get()));
    }

    /** Ends it, if it has not ended, and says how it has. */
    String end() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return "said nothing more, and was ended";
        }
        return "ended with exit code " + process.exitValue();
    }

    /** The last that it has said on its error stream. */
    String problems() throws InterruptedException {
        problemReader.join(TimeUnit.SECONDS.toMillis(1));
        synchronized (problems) {
            return String.join(System.lineSeparator(), new ArrayList<>(problems));
        }
    }

    /** Waits until it has ended in order, for some seconds. */
    @Override
    public void close() {
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
