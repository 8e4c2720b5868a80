package org.fascicle.core.service;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.fascicle.api.problem.StateException;

/**
 * Who may touch a model's tensors: many that read, or one that changes them, as long as the model is open. It is fair: neither side
 * starves. Safe for any thread.
 */
final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean closed;

    /** Refuses if it is closed. */
    void requireOpen() {
        if (closed) {
            throw new StateException("the model is closed");
        }
    }

    /** Computes something from the tensors while nothing changes them. */
    <T> T reading(Supplier<T> action) {
        lock.readLock().lock();
        try {
            requireOpen();
            return Problems.ours(action);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Changes tensors while nobody reads them. */
    void exclusively(Runnable action) {
        always(() -> {
            requireOpen();
            action.run();
        });
    }

    /** Does something while nobody reads tensors, also behind the end. */
    void always(Runnable action) {
        refuseReader("change or close the model");
        lock.writeLock().lock();
        try {
            action.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Refuses one who reads tensors at this moment, for what has to wait until nobody does: data that are evaluated, and act on the
     * model that evaluates them, would wait for themselves without end.
     *
     * @param action what is refused
     */
    void refuseReader(String action) {
        if (isReader()) {
            throw new StateException("data cannot " + action + " while the model evaluates them: do it before or after");
        }
    }

    /** Whether the calling thread is reading. */
    boolean isReader() {
        return lock.getReadHoldCount() > 0;
    }

    /** Nobody passes any more; called by one who has all of it. */
    void close() {
        closed = true;
    }
}
