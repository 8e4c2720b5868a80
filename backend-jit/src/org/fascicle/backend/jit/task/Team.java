package org.fascicle.backend.jit.task;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.fascicle.backend.jit.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help whoever runs a program. The caller takes the blocks of one task after the other from the first on, its
 * helpers from the last on, until they meet: what one thread of two has written it finds in its own caches when the next task
 * goes over the same rows, and a helper that the system does not let run delays nobody but by the block that it has just
 * taken. Helpers start when they are first needed, wait actively for some microseconds and then sleep. Who runs which block has no
 * influence on results.
 *
 * <p>A thread that shares its processor with somebody else holds a block whenever it is put aside, and all wait for that. Who gets
 * much less of a processor than the others therefore rests for half a second, then tries again; instead of the caller, a
 * helper does, so that the caller finds a processor free.
 */
public final class Team {
    /** So long a thread waits actively, in nanoseconds. */
    private static final long SPIN = 40_000;
    /** With less of what the others get of their processors, a thread of two holds up more than it helps. */
    private static final double TOO_LITTLE = 0.6;
    private static final long REST = 500_000_000;
    private static final int BITS = 14;
    /** Of more blocks, neighbours are taken together. */
    private static final int MOST = (1 << BITS) - 1;

    private final Helper[] helpers;
    private final ReentrantLock busy = new ReentrantLock();
    /** The round; below it the first turn that nobody has taken; in the lowest bits, the one behind the last of these. */
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger asleep = new AtomicInteger();
    /** The thread that entered, while it sleeps until the helpers have finished; else null. */
    private volatile @Nullable Thread waiting;
    private @Nullable Task task;
    private int blocks;
    private int turns;
    /** How many helpers work for who has entered, the first of them. */
    private int helping;
    private volatile @Nullable Throwable failure;
    private volatile boolean started;
    private volatile boolean closed;
    private final ProcessorShare callers;
    /** The number of the thread that entered last. */
    private long caller;
    /** Whether the caller gets so little that one helper shall rest. */
    private final AtomicBoolean oneTooMany = new AtomicBoolean();

    public Team(int threads) {
        this(threads, ProcessorTime.ofThisThread());
    }

    Team(int threads, LongSupplier processorTime) {
        callers = new ProcessorShare(processorTime);
        helpers = new Helper[Math.max(0, threads - 1)];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i, new ProcessorShare(processorTime));
        }
    }

    public int threads() {
        return helpers.length + 1;
    }

    /**
     * Reserves the helpers for the calling thread, if nobody else has them; starts them at first.
     *
     * @param most how many threads may work, the caller among them, at least 1
     */
    public boolean enter(int most) {
        if (helpers.length == 0 || most == 1 || !busy.tryLock()) {
            return false;
        }
        helping = Math.min(helpers.length, most - 1);
        if (!started) {
            boolean ready = false;
            try {
                ready = start();
            } finally {
                if (!ready) {
                    busy.unlock();
                }
            }
            if (!ready) {
                return false;
            }
        }
        long thread = Thread.currentThread().getId();
        if (caller != thread) {
            caller = thread;
            callers.forgets();
        }
        callers.wakes(System.nanoTime());
        return true;
    }

    /** Starts the helpers, unless there shall be none any more. */
    private boolean start() {
        synchronized (helpers) {
            if (!closed) {
                for (Helper helper : helpers) {
                    // One may run from an attempt that the system broke off.
                    if (helper.getState() == Thread.State.NEW) {
                        helper.start();
                    }
                }
                started = true;
            }
            return started;
        }
    }

    public void leave() {
        long now = System.nanoTime();
        if (callers.measures(now)) {
            oneTooMany.set(behind(callers));
        }
        callers.sleeps(now);
        busy.unlock();
    }

    /** How many helpers rest at this moment. */
    int resting() {
        int count = 0;
        for (Helper helper : helpers) {
            count += helper.resting ? 1 : 0;
        }
        return count;
    }

    /** Whether a thread gets much less of a processor than each of the others that are awake. */
    private boolean behind(ProcessorShare one) {
        double least = one == callers ? Double.POSITIVE_INFINITY : callers.lately();
        for (Helper helper : helpers) {
            if (helper.share != one && !helper.resting) {
                least = Math.min(least, helper.share.lately());
            }
        }
        return least <= 1 && one.lately() < TOO_LITTLE * least;
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
        long round = round(next.get());
        next.set(round << 2 * BITS);
        task = given;
        blocks = count;
        turns = Math.min(count, MOST);
        failure = null;
        unfinished.set(turns);
        next.set(++round << 2 * BITS | turns);
        if (asleep.get() > 0) {
            wake();
        }
        take(round, false, scratch);
        awaitOthers();
        // Else it would hold a program that was closed, or a library that left.
        task = null;
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        } else if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void awaitOthers() {
        long end = System.nanoTime() + SPIN;
        while (unfinished.get() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        while (unfinished.get() > 0) {
            LockSupport.park(this);
        }
        waiting = null;
    }

    private void wake() {
        for (int i = 0; i < helping; i++) {
            if (!helpers[i].resting) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    private static long round(long state) {
        return state >>> 2 * BITS;
    }

    private void take(long round, boolean fromLast, Scratch scratch) {
        Task taken = task;
        int count = blocks;
        int all = turns;
        while (true) {
            long now = next.get();
            int first = (int) (now >>> BITS) & MOST;
            int end = (int) now & MOST;
            if (round(now) != round || first == end) {
                return;
            }
            if (next.compareAndSet(now, fromLast ? now - 1 : now + (1 << BITS))) {
                int turn = fromLast ? end - 1 : first;
                try {
                    for (long block = (long) turn * count / all; block < (turn + 1L) * count / all; block++) {
                        Objects.requireNonNull(taken).run((int) block, scratch);
                    }
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    finished();
                }
            }
        }
    }

    private void finished() {
        if (unfinished.decrementAndGet() == 0) {
            Thread sleeping = waiting;
            if (sleeping != null) {
                LockSupport.unpark(sleeping);
            }
        }
    }

    /** Ends the helpers, and waits until they have ended. */
    public void close() {
        synchronized (helpers) {
            closed = true;
        }
        boolean interrupted = false;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
        for (Helper helper : helpers) {
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

    private final class Helper extends Thread {
        private final ProcessorShare share;
        private final int number;
        private volatile boolean resting;

        Helper(int number, ProcessorShare share) {
            super("fascicle-jit-" + (number + 1));
            this.number = number;
            this.share = share;
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            Scratch scratch = new Scratch();
            long seen = 0;
            share.wakes(System.nanoTime());
            while (!closed) {
                long round = await(seen);
                if (round != seen) {
                    seen = round;
                    if (number >= helping) {
                        continue;
                    }
                    take(round, true, scratch);
                    if (share.measures(System.nanoTime()) && behind(share) || oneTooMany.compareAndSet(true, false)) {
                        rest();
                        seen = round(next.get());
                    }
                }
            }
        }

        private long await(long seen) {
            long end = System.nanoTime() + SPIN;
            do {
                long round = round(next.get());
                if (round != seen || closed) {
                    return round;
                }
                Thread.onSpinWait();
            } while (System.nanoTime() < end);
            share.sleeps(System.nanoTime());
            asleep.incrementAndGet();
            if (round(next.get()) == seen && !closed) {
                LockSupport.park(Team.this);
            }
            asleep.decrementAndGet();
            share.wakes(System.nanoTime());
            return round(next.get());
        }

        private void rest() {
            resting = true;
            long end = System.nanoTime() + REST;
            for (long left = REST; left > 0 && !closed; left = end - System.nanoTime()) {
                LockSupport.parkNanos(Team.this, left);
            }
            share.forgets();
            share.wakes(System.nanoTime());
            resting = false;
        }
    }
}
