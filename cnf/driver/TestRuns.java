package org.fascicle.build;

import java.lang.management.ManagementFactory;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * JVMs of tests, side by side: two more than there are processors, since tests of a life cycle wait for files, processes and garbage
 * collections, and as many as the memory bears. Of those that wait, the one that takes longest begins first. What is said of one is said
 * at its end, in one piece.
 */
final class TestRuns implements AutoCloseable {
    /** What a JVM of tests takes at most, with the processes that its tests start. */
    private static final long MEMORY = 3L << 30;

    private final Log log;
    private final Reports reports;
    private final ThreadPoolExecutor workers;
    private boolean ok = true;
    private Exception broken;

    TestRuns(Log log, Reports reports) {
        this(log, reports, atOnce());
    }

    TestRuns(Log log, Reports reports, int atOnce) {
        this.log = log;
        this.reports = reports;
        workers = new ThreadPoolExecutor(atOnce, atOnce, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
    }

    private static int atOnce() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors() + 2L, system.getTotalMemorySize() / MEMORY));
    }

    /** One that waits for its turn. */
    private final class Turn implements Runnable, Comparable<Turn> {
        private final TestRun run;

        Turn(TestRun run) {
            this.run = run;
        }

        @Override
        public int compareTo(Turn other) {
            return Integer.compare(other.run.seconds(), run.seconds());
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                said(run, run.run(), (System.nanoTime() - start) / 1e9);
            } catch (Exception e) {
                broke(e);
            }
        }
    }

    /** Starts one as soon as it is its turn. */
    void start(TestRun run) {
        workers.execute(new Turn(run));
    }

    private synchronized void said(TestRun run, TestRun.End end, double seconds) {
        reports.add(end.outcome());
        ok &= end.problem() == null && end.outcome().failed() == 0;
        log.together(() -> {
            end.outcome().failures().forEach(failure -> log.problem("FAILED   %s: %s", run.name(), failure));
            if (end.problem() != null) {
                log.problem("%s", end.problem());
            }
            log.done(run.step(), run.name() + ": " + end.outcome(), seconds);
        });
    }

    private synchronized void broke(Exception e) {
        broken = broken == null ? e : broken;
    }

    /** Waits for all, and says whether all is well. */
    boolean await() throws Exception {
        workers.shutdown();
        workers.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
        synchronized (this) {
            if (broken != null) {
                throw broken;
            }
            return ok;
        }
    }

    /** Waits for those that run; those that still wait for their turn are left out. */
    @Override
    public void close() {
        workers.getQueue().clear();
        workers.shutdown();
    }
}
