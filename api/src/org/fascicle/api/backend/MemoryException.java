package org.fascicle.api.backend;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** There is not enough memory for a buffer, a workspace or a tensor in it. Nothing was allocated; the backend works on. */
public final class MemoryException extends BackendException {
    private static final long serialVersionUID = 1L;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double STEP = 1024;

    private final long needed;
    private final long available;

    /**
     * A new exception.
     *
     * @param what is too large, as a sentence begins: {@code a workspace with 512 rows}
     * @param needed its bytes; {@link Long#MAX_VALUE} if there are more than a long counts
     * @param where it was to be allocated: {@code the Java heap}, {@code one array}
     * @param available the bytes that there are
     * @param cause what the virtual machine said, or null
     */
    public MemoryException(String what, long needed, String where, long available, @Nullable Throwable cause) {
        super(what + " needs " + (needed == Long.MAX_VALUE ? "more than " : "") + size(needed) + ", and " + where
                + " has room for "
                + size(available), cause);
        this.needed = needed;
        this.available = available;
    }

    /** For what does not fit into the Java heap. */
    public static MemoryException ofHeap(String what, long needed, @Nullable Throwable cause) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        return new MemoryException(what, needed, "the Java heap", Math.max(0, free), cause);
    }

    /** The bytes that were needed; {@link Long#MAX_VALUE} if there are more than a long counts. */
    public long needed() {
        return needed;
    }

    /** The bytes that there were. */
    public long available() {
        return available;
    }

    private static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= STEP && unit < UNITS.length - 1) {
            number /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", number, UNITS[unit]);
    }
}
