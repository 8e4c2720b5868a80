package org.fascicle.backend.jit.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Threads that help whoever runs a program. The caller and its helpers take the blocks of one task after the other from a
 * counter, so that a helper that the system does not let run delays nobody but by the block that it has just taken. Helpers
 * wait actively for some microseconds and then sleep. Who runs which block has no influence on results.
 */
public final class Team {
    private static final int SPINS = 2000;

    private final List<Thread> helpers = new ArrayList<>();
    private final ReentrantLock busy = new ReentrantLock();
    /** The round in the upper half, the next free block in the lower. */
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger asleep = new AtomicInteger();
    private Task task;
    private int blocks;
    private volatile Throwable failure;
    private volatile boolean closed;

    public Team(int threads) {
        for (int i = 1; i < threads; i++) {
            Thread helper = new Thread(this::help, "fascicle-jit-" + i);
            helper.setDaemon(true);
            helper.setContextClassLoader(null);
            helpers.add(helper);
        }
        helpers.forEach(Thread::start);
    }

    public int threads() {
        return helpers.size() + 1;
    }

    /** Reserves the helpers for the calling thread, if nobody else has them. */
    public boolean enter() {
        return !helpers.isEmpty() && busy.tryLock();
    }

    public void leave() {
        busy.unlock();
    }

    /** Runs all blocks of a task, with the helpers if they are reserved. */
    public void run(Task given, Scratch scratch, boolean reserved) {
        int count = given.blocks();
        if (!reserved || count == 1) {
            for (int block = 0; block < count; block++) {
                given.run(block, scratch);
            }
        } else {
            share(given, count, scratch);
        }
        given.finish(scratch);
    }

    private void share(Task given, int count, Scratch scratch) {
        // A helper that is late for the last round must not take a block of this one before all about it is written.
        long round = next.get() >>> 32;
        next.set(round << 32 | Integer.MAX_VALUE);
        task = given;
        blocks = count;
        failure = null;
        unfinished.set(count);
        next.set(++round << 32);
        if (asleep.get() > 0) {
            helpers.forEach(LockSupport::unpark);
        }
        take(round, scratch);
        for (int i = 0; unfinished.get() > 0; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        } else if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void take(long round, Scratch scratch) {
        Task taken = task;
        int count = blocks;
        while (true) {
            long now = next.get();
            int block = (int) now;
            if (now >>> 32 != round || block >= count) {
                return;
            }
            if (next.compareAndSet(now, now + 1)) {
                try {
                    taken.run(block, scratch);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }
    }

    private void help() {
        Scratch scratch = new Scratch();
        long seen = 0;
        while (!closed) {
            long round = await(seen);
            if (round != seen) {
                seen = round;
                take(round, scratch);
            }
        }
    }

    private long await(long seen) {
        for (int i = 0; i < SPINS; i++) {
            long round = next.get() >>> 32;
            if (round != seen || closed) {
                return round;
            }
            Thread.onSpinWait();
        }
        asleep.incrementAndGet();
        if (next.get() >>> 32 == seen && !closed) {
            LockSupport.park(this);
        }
        asleep.decrementAndGet();
        return next.get() >>> 32;
    }

    /** Ends the helpers, and waits until they have ended. */
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
