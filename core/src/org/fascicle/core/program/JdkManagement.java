package org.fascicle.core.program;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.util.OptionalLong;

/**
 * What only the JDK's own management interfaces know. They are no part of Java SE: another virtual machine may lack them, and a
 * framework may hide them from bundles, as Karaf's list of system packages does. Then nothing is known.
 */
public final class JdkManagement {
    private JdkManagement() {}

    /** The bytes of memory that this machine has. */
    public static OptionalLong memory() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        try {
            return system instanceof com.sun.management.OperatingSystemMXBean jdk
                    ? OptionalLong.of(jdk.getTotalMemorySize()) : OptionalLong.empty();
        } catch (NoClassDefFoundError e) {
            return OptionalLong.empty();
        }
    }

    /** The bytes that all living threads have allocated so far. */
    public static OptionalLong allocated() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try {
            if (threads instanceof com.sun.management.ThreadMXBean jdk) {
                long sum = 0;
                for (long bytes : jdk.getThreadAllocatedBytes(jdk.getAllThreadIds())) {
                    sum += Math.max(0, bytes);
                }
                return OptionalLong.of(sum);
            }
        } catch (NoClassDefFoundError e) {
            // as where there are no such interfaces
        }
        return OptionalLong.empty();
    }
}
