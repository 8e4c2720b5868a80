package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;

/** Whether steps come to leave no garbage. They may leave some until the virtual machine has compiled all of their code. */
public final class Garbage {
    private static final int STEPS = 50;
    private static final int WINDOWS = 1000;
    private static final int BYTES_PER_STEP = 64;

    private Garbage() {}

    /**
     * Runs steps until many in a row allocate next to nothing on the calling thread and on those that belong to the backend.
     *
     * @param threads how the names of the backend's threads begin
     * @param step returns when the step has ended
     * @throws AssertionError if steps still allocate after very many of them
     */
    public static void assertComesToNone(String threads, Runnable step) {
        ThreadMXBean counts = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread == Thread.currentThread() || thread.getName().startsWith(threads))
                .mapToLong(Thread::getId).toArray();
        long bytes = 0;
        for (int window = 0; window < WINDOWS; window++) {
            long before = Arrays.stream(counts.getThreadAllocatedBytes(ids)).sum();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            bytes = Arrays.stream(counts.getThreadAllocatedBytes(ids)).sum() - before;
            if (bytes < STEPS * BYTES_PER_STEP) {
                return;
            }
        }
        fail(bytes / STEPS + " bytes per step after " + WINDOWS * STEPS + " steps");
    }
}
