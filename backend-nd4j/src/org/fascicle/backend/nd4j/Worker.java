package org.fascicle.backend.nd4j;

import java.util.concurrent.Callable;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which native code runs, and its queue. Whatever is submitted gets a ticket; tickets are done in order.
 * Submitting and waiting allocate nothing. The thread starts with the first task and takes no lock but the queue's: whoever waits for a
 * ticket may hold locks of his own.
 */
final class Worker implements AutoCloseable {
    private static final int SPINS = 200;

    /** Something to do on the thread. */
    interface Task {
        /**
         * It is next in the queue, unless it refuses by an exception. Called by the submitting thread, with the queue locked.
         *
         * @param ticket its ticket
         */
        default void accept(long ticket) {}

        /** Does it. Throws nothing. */
        void run();
    }

    private final Task[] ring = new Task[64];
    private final Runnable last;
    private final Thread thread;
    private boolean started;
    private volatile long submitted;
    private volatile long done;
    private volatile boolean closed;

    /**
     * A worker whose thread has not started.
     *
     * @param last what the thread does at its end, if it was ever needed
     */
    Worker(String name, Runnable last) {
        this.last = last;
        thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /**
     * Puts a task at the end of the queue, waiting while it is full.
     *
     * @throws StoppedException if the worker has been closed
     */
    synchronized long submit(Task task) {
        boolean interrupted = false;
        while (submitted - done == ring.length && !closed) {
            interrupted |= pause();
        }
        restore(interrupted);
        if (closed) {
            throw new StoppedException(Nd4jBackend.NAME);
        }
        if (!started) {
            thread.start();
            started = true;
        }
        task.accept(submitted + 1);
        ring[(int) (submitted % ring.length)] = task;
        submitted = submitted + 1;
        notifyAll();
        return submitted;
    }

    /** Does something while no task is accepted. */
    synchronized void exclude(Runnable change) {
        change.run();
    }

    /** Waits until a ticket's task has ended. */
    void await(long ticket) {
        if (done >= ticket) {
            return;
        }
        boolean interrupted = false;
        synchronized (this) {
            while (done < ticket) {
                interrupted |= pause();
            }
        }
        restore(interrupted);
    }

    /**
     * Runs something on the thread and waits for its result.
     *
     * @throws StoppedException if the worker has been closed
     */
    <T> T call(Callable<T> task) {
        Object[] result = new Object[2];
        await(submit(() -> {
            try {
                result[0] = task.call();
            } catch (Throwable e) {
                result[1] = e;
            }
        }));
        if (result[1] instanceof RuntimeException) {
            throw (RuntimeException) result[1];
        } else if (result[1] != null) {
            throw new BackendException(result[1].toString(), (Throwable) result[1]);
        }
        @SuppressWarnings("unchecked")
        T value = (T) result[0];
        return value;
    }

    /** Refuses tasks from now on, and waits until the thread has done those that it has, and the last, and has ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    // Tasks throw nothing: nothing ends the loop but close().
    private void loop() {
        for (Task task = next(false); task != null; task = next(true)) {
            task.run();
        }
        last.run();
    }

    private @Nullable Task next(boolean ended) {
        if (ended) {
            end();
        }
        for (int i = 0; i < SPINS && done == submitted && !closed; i++) {
            Thread.onSpinWait();
        }
        synchronized (this) {
            while (submitted == done) {
                if (closed) {
                    return null;
                }
                pause();
            }
            return ring[(int) (done % ring.length)];
        }
    }

    private synchronized void end() {
        ring[(int) (done % ring.length)] = null;
        done = done + 1;
        notifyAll();
    }

    /** Waits to be notified; says whether it was interrupted instead. */
    private boolean pause() {
        try {
            wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
