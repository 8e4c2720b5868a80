package org.fascicle.backend.jit.task;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/** The processor time of threads, as the virtual machine reports it. */
final class ProcessorTime {
    /** While the virtual machine starts and compiles, threads are put aside for its own; nor is its service for this loaded then. */
    private static final long LATER = 3_000_000_000L;

    private ProcessorTime() {}

    /** Of the thread that asks, in nanoseconds; -1 where it is not known, and for the first three seconds. */
    static LongSupplier ofThisThread() {
        long begin = System.nanoTime();
        return () -> System.nanoTime() - begin < LATER ? -1 : Service.used();
    }

    private static final class Service {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        private static final boolean REPORTED = THREADS.isCurrentThreadCpuTimeSupported();

        static long used() {
            try {
                return REPORTED ? THREADS.getCurrentThreadCpuTime() : -1;
            } catch (UnsupportedOperationException e) {
                // A virtual thread has none of its own.
                return -1;
            }
        }
    }
}
