package org.fascicle.backend.nd4j;

import java.util.concurrent.Callable;

import org.fascicle.api.backend.BackendException;

/**
 * The one thread on which native code runs, and its queue. Whatever is submitted gets a ticket; tickets are done in order.
 * Submitting and waiting allocate nothing.
 */
final class Worker implements AutoCloseable {
    private static final int SPINS = 200;

    private final Runnable[] ring = new Runnable[64];
    private final Thread thread;
    private volatile long submitted;
    private volatile long done;
    private volatile boolean closed;

    Worker(String name) {
        thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** Puts a task at the end of the queue, waiting while it is full. */
    synchronized long submit(Runnable task) {
        boolean interrupted = false;
        while (submitted - done == ring.length && !closed) {
            interrupted |= pause();
        }
        restore(interrupted);
        if (closed) {
            throw new BackendException("the backend has been stopped");
        }
        ring[(int) (submitted % ring.length)] = task;
        submitted = submitted + 1;
        notifyAll();
        return submitted;
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

    /** Runs something on the thread and waits for its result. */
    <T> T call(Callable<T> task) {
        if (Thread.currentThread() == thread) {
            return run(task);
        }
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

    private static <T> T run(Callable<T> task) {
        try {
            return task.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new BackendException(e.toString(), e);
        }
    }

    /** Does what was submitted, then ends the thread. */
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

    // Tasks catch what they throw: nothing ends the loop but close().
    private void loop() {
        for (Runnable task = next(false); task != null; task = next(true)) {
            task.run();
        }
    }

    private Runnable next(boolean ended) {
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
