package org.fascicle.dashboard.examine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.fascicle.api.problem.StateException;

/** A thread for what takes a while: one piece of work after the other. It starts with the first and ends when there is none. */
public final class Background implements AutoCloseable {
    private static final int MOST_WAITING = 10;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 2, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                Thread made = new Thread(work, "fascicle-dashboard");
                made.setDaemon(true);
                return made;
            });

    /** A thread that does not run yet. */
    public Background() {
        thread.allowCoreThreadTimeOut(true);
    }

    void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            throw new StateException(
                    thread.isShutdown() ? "the dashboard is closed" : "too much is asked for at once: wait a little");
        }
    }

    /** Interrupts what is at hand, and leaves out what waits. Does not wait. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
