package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;

/**
 * Whether steps come to leave no garbage. They may leave some until the virtual machine has compiled all of their code, which takes as
 * long as other processes let it: so they go on while it compiles.
 */
public final class Garbage {
    private static final int STEPS = 50;
    /** So many windows in which nothing was compiled are the end. */
    private static final int QUIET = 1000;
    /** Code that is compiled again and again is an end, too. */
    private static final int WINDOWS = 20 * QUIET;
    /** Steps on all processors would keep the compiler from them. */
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int BYTES_PER_STEP = 64;

    private Garbage() {}

    /**
     * Runs steps until many in a row allocate next to nothing on the calling thread and on those that belong to the backend.
     *
     * @param threads how the names of the backend's threads begin
     * @param step returns when the step has ended
     * @throws AssertionError if steps still allocate when all of their code is compiled
     */
    public static void assertComesToNone(String threads, Runnable step) {
        ThreadMXBean counts = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread == Thread.currentThread() || thread.getName().startsWith(threads))
                .mapToLong(Thread::getId).toArray();
        long bytes = 0;
        long compiled = 0;
        int quiet = 0;
        int window = 0;
        while (quiet < QUIET && window < WINDOWS) {
            long before = Arrays.stream(counts.getThreadAllocatedBytes(ids)).sum();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            bytes = Arrays.stream(counts.getThreadAllocatedBytes(ids)).sum() - before;
            if (bytes < STEPS * BYTES_PER_STEP) {
                return;
            }
            long now = compiler.getTotalCompilationTime();
            quiet = now == compiled ? quiet + 1 : 0;
            compiled = now;
            window++;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        fail(bytes / STEPS + " bytes per step after " + window * STEPS + " steps, of which the last " + quiet * STEPS
                + " compiled nothing");
    }
}
