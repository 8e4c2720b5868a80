package org.fascicle.app.compare;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What a thread has used since it began. What the virtual machine does not tell is NaN. */
record Usage(double processorSeconds, double bytes) {
    static final Usage NONE = new Usage(0, 0);

    /** Of the calling thread. */
    static Usage now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double seconds = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getCurrentThreadCpuTime() / 1e9 : Double.NaN;
        return new Usage(seconds, allocated(threads));
    }

    Usage plus(Usage other) {
        return new Usage(processorSeconds + other.processorSeconds, bytes + other.bytes);
    }

    Usage minus(Usage other) {
        return new Usage(processorSeconds - other.processorSeconds, bytes - other.bytes);
    }

    // A framework may hide the JDK's own management interfaces from bundles, and another virtual machine lacks them.
    private static double allocated(ThreadMXBean threads) {
        try {
            return threads instanceof com.sun.management.ThreadMXBean jdk
                    ? jdk.getThreadAllocatedBytes(Thread.currentThread().getId()) : Double.NaN;
        } catch (NoClassDefFoundError e) {
            return Double.NaN;
        }
    }
}
