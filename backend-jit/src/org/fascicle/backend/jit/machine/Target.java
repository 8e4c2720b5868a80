package org.fascicle.backend.jit.machine;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processors that code is compiled for. All of them compute the same bits. */
public enum Target {
    /** The one that this process runs on. */
    NATIVE("native"),
    /** Those with AVX-512. */
    V4("x86-64-v4", "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"),
    /** Those with AVX2 and fused operations. */
    V3("x86-64-v3", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
    /** Those with SSE 4.2, where the C library computes fused operations. */
    V2("x86-64-v2", "cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3");

    /** As clang calls it. */
    final String march;
    private final Set<String> features;

    Target(String march, String... features) {
        this.march = march;
        this.features = Set.of(features);
    }

    /** Whether this process can run such code: whether its processor has what the code uses, and the system lets it. */
    public boolean isSupported() {
        return missing().isEmpty();
    }

    /** What the processor lacks of what the code uses, as the system calls it; in order. */
    List<String> missing() {
        if (this == NATIVE) {
            return List.of();
        }
        Set<String> there = Processor.features();
        Set<String> all = this == V2 ? V2.features : this == V3 ? union(V2, V3) : union(V2, V3, V4);
        return all.stream().filter(feature -> !there.contains(feature)).sorted().toList();
    }

    private static Set<String> union(Target... targets) {
        return List.of(targets).stream().flatMap(target -> target.features.stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
