package org.fascicle.tck;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Lets strange code run on a thread of its own, and waits for a limited time. What it leaves in that thread's locals stays there until the
 * watch is closed, as it would on a thread of the platform. A thread that does not end is left alone: Java cannot end it. Used by one
 * thread.
 */
final class Watch implements AutoCloseable {
    private static final String NAME = "fascicle conformance";
    private static final double NANOS = 1e9;
    private static final int FRAMES = 3;
    /** How long a thread that has nothing more to do may take to end. */
    private static final long PAUSE_MILLIS = 1000;

    private final double seconds;
    private @Nullable Thread thread;
    private ExecutorService worker = worker();

    /**
     * A watch.
     *
     * @param seconds how long is waited
     */
    Watch(double seconds) {
        this.seconds = seconds;
    }

    /** That something did not end. Its message says where it is. */
    static final class Endless extends Exception {
        private static final long serialVersionUID = 1L;

        Endless(String message) {
            super(message);
        }
    }

    /**
     * Runs something, which must not throw.
     *
     * @throws Endless if it does not end in time
     */
    <T> T run(Callable<T> strange) throws Endless {
        Future<T> result = worker.submit(strange);
        try {
            return result.get((long) (seconds * NANOS), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw given("did not end within " + seconds + " s: it was in ");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw given("was interrupted in ");
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        }
    }

    private Endless given(String what) {
        Endless given = new Endless(what + where());
        worker.shutdownNow();
        worker = worker();
        return given;
    }

    /** The innermost methods that are not the JDK's. */
    private String where() {
        StackTraceElement[] frames = Objects.requireNonNull(thread).getStackTrace();
        String own = Stream.of(frames).dropWhile(frame -> frame.getClassName().matches("(java|jdk|sun)\\..*")).limit(FRAMES)
                .map(Object::toString).collect(Collectors.joining(", "));
        return own.isEmpty() ? "a native method" : own;
    }

    private ExecutorService worker() {
        return Executors.newSingleThreadExecutor(work -> {
            thread = new Thread(work, NAME);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends the thread, if it can be ended. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            worker.awaitTermination(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
