package org.fascicle.api.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a backend is, can do and consists of. Immutable. */
public final class Capabilities {
    private final String device;
    private final int threads;
    private final Set<Precision> precisions;
    private final Map<String, String> record;
    private final String reason;
    private final String missing;
    private final long memory;

    private Capabilities(String device, int threads, Set<Precision> precisions, Map<String, String> record, String reason,
            String missing, long memory) {
        this.device = device;
        this.threads = threads;
        this.precisions = Set.copyOf(precisions);
        this.record = record;
        this.reason = reason;
        this.missing = missing;
        this.memory = memory;
    }

    /**
     * Capabilities.
     *
     * @param device for people: {@code CPU, 2 threads}
     * @param threads the number of threads that compute
     * @param precisions how networks can compute
     */
    public static Capabilities of(String device, int threads, Set<Precision> precisions) {
        return new Capabilities(device, threads, precisions, Map.of(), "", "", -1);
    }

    /**
     * These and one more line of the record: what results can depend on, to the bit, such as library and version, instruction set,
     * block sizes. Archives keep the record; a resumed run says which lines differ.
     */
    public Capabilities with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(record);
        more.put(key, value);
        return new Capabilities(device, threads, precisions, Collections.unmodifiableMap(more), reason, missing, memory);
    }

    /**
     * These, and why the backend ranks where it does among the others, for logs: {@code kernels compiled for this
     * processor}. May change as its service ranking does.
     */
    public Capabilities because(String why) {
        return new Capabilities(device, threads, precisions, record, why, missing, memory);
    }

    /**
     * These, of a backend that has nothing to compute on here, and why: what was looked for, and is not there. Whoever asks for it all
     * the same is told so.
     */
    public Capabilities missing(String why) {
        return new Capabilities(device, threads, precisions, record, reason, why, memory);
    }

    /**
     * These, of a device with memory of its own. Training data that would take most of it stay with the host, and are brought batch by
     * batch.
     *
     * @param bytes at least 0; how many are free, where that is known
     */
    public Capabilities memory(long bytes) {
        return new Capabilities(device, threads, precisions, record, reason, missing, bytes);
    }

    /** How many bytes of memory the device has of its own; empty if it computes in the host's. */
    public OptionalLong memory() {
        return memory < 0 ? OptionalLong.empty() : OptionalLong.of(memory);
    }

    /** Why the backend has nothing to compute on here; empty if it has. */
    public String missing() {
        return missing;
    }

    /** What it computes on, for people. */
    public String device() {
        return device;
    }

    /** The number of threads that compute. */
    public int threads() {
        return threads;
    }

    /** How networks can compute. */
    public Set<Precision> precisions() {
        return precisions;
    }

    /**
     * What real can be bound to in memory and programs: the {@linkplain Precision#storage() storage} of each precision, but for tf32, which
     * is float32 in memory.
     */
    public Set<Precision> storages() {
        return precisions.stream().filter(precision -> precision != Precision.TF32).map(Precision::storage)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What results can depend on, to the bit. */
    public Map<String, String> record() {
        return record;
    }

    /** Why the backend ranks where it does, for people; empty if it does not say. */
    public String reason() {
        return reason;
    }
}
