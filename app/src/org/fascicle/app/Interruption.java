package org.fascicle.app;

import java.time.Duration;

/**
 * Stops work that must end properly, such as a training that will write an archive, and waits for it. Safe for
 * any thread.
 */
public final class Interruption {
    private int running;
    private boolean requested;

    /** Work that a stop has to wait for, until it is closed. */
    public final class Work implements AutoCloseable {
        private boolean interrupted;

        private Work() {}

        /** Whether the work is to end soon: the framework stops, or its thread was interrupted. For that thread. */
        public boolean isToEnd() {
            // The interrupt is cleared: what ends the work may wait, and write to channels that an interrupt would close.
            interrupted |= Thread.interrupted();
            return interrupted || isRequested();
        }

        @Override
        public void close() {
            ended();
        }
    }

    /** Begins work; close it at its end. */
    public synchronized Work begin() {
        running++;
        return new Work();
    }

    /** Whether a stop was asked for. */
    public synchronized boolean isRequested() {
        return requested;
    }

    /** Asks for a stop, and waits until all work has ended or the time limit is reached. */
    public synchronized void request(Duration patience) {
        requested = true;
        notifyAll();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            long left = patience.toMillis();
            while (running > 0 && left > 0) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a stop is asked for. */
    public synchronized void await() throws InterruptedException {
        while (!requested) {
            wait();
        }
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }
}
