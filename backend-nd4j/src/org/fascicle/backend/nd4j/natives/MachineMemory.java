package org.fascicle.backend.nd4j.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.backend.MemoryException;

/** How much memory the machine has left: Linux promises more than there is, and ends the process that uses it. */
final class MachineMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String LINE = "MemAvailable:";
    /** Smaller requests are not checked. */
    private static final long LARGE = 1L << 24;

    private MachineMemory() {}

    /** Refuses what the machine does not have. */
    static void require(long bytes, String what) {
        if (bytes >= LARGE && bytes > available()) {
            throw exhausted(bytes, what);
        }
    }

    static MemoryException exhausted(long bytes, String what) {
        return new MemoryException(what, bytes, "this machine", available(), null);
    }

    private static long available() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith(LINE)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException | SecurityException e) {
            // Not known: what is too much is refused by the system.
        }
        return Long.MAX_VALUE;
    }
}
