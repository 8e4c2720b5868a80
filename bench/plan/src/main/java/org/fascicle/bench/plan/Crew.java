package org.fascicle.bench.plan;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The caller and its helpers, who all run the same work and meet at barriers. They wait actively for a while, then give
 * the processor away; between two works helpers sleep.
 */
final class Crew implements AutoCloseable {
    /** What each member does; it knows its number, from 0, which is the caller's. */
    interface Work {
        void run(int member);
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int generation;
    private volatile int round;
    private volatile Work work;

    Crew(int members) {
        helpers = new Thread[members - 1];
        for (int i = 0; i < helpers.length; i++) {
            int member = i + 1;
            helpers[i] = new Thread(() -> help(member), "plan-" + member);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    int members() {
        return helpers.length + 1;
    }

    /** Runs work on all members, and returns when all have done it. */
    void run(Work given) {
        work = given;
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        given.run(0);
        barrier();
    }

    /** Returns when all members have called it. */
    void barrier() {
        if (helpers.length == 0) {
            return;
        }
        int now = generation;
        if (arrived.incrementAndGet() == members()) {
            arrived.set(0);
            generation = now + 1;
            return;
        }
        for (int i = 0; generation == now; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void help(int member) {
        int seen = 0;
        while (true) {
            for (int i = 0; round == seen; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen++;
            Work given = work;
            if (given == null) {
                return;
            }
            given.run(member);
            barrier();
        }
    }

    /** Ends the helpers. */
    @Override
    public void close() {
        work = null;
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
