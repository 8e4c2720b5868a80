package org.fascicle.backend.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the processor is, as far as results and the choice of kernels hang on it. */
final class Processor {
    static final String CORE_TYPE = "SKYLAKEX";

    private static final Map<String, String> INFO = read();
    private static volatile boolean coreTypeFailed;

    private Processor() {}

    /** Whether OpenBLAS has to be told to use its AVX-512 kernels. */
    static boolean needsCoreType() {
        return System.getenv("OPENBLAS_CORETYPE") == null
                && INFO.getOrDefault("vendor_id", "").equals("AuthenticAMD")
                && has("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
    }

    static void coreTypeFailed() {
        coreTypeFailed = true;
    }

    /** Which kernels OpenBLAS was told to use. */
    static String coreType() {
        String given = System.getenv("OPENBLAS_CORETYPE");
        return given != null ? given : needsCoreType() && !coreTypeFailed ? CORE_TYPE : "auto";
    }

    static String instructionSet() {
        return has("avx512f", "avx512vl") ? "avx512" : has("avx2") ? "avx2" : System.getProperty("os.arch");
    }

    private static boolean has(String... flags) {
        return Arrays.asList(INFO.getOrDefault("flags", "").split(" ")).containsAll(List.of(flags));
    }

    private static Map<String, String> read() {
        Map<String, String> info = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                String[] parts = line.split(":", 2);
                if (parts.length == 2) {
                    info.putIfAbsent(parts[0].trim(), parts[1].trim());
                }
            }
        } catch (IOException | SecurityException e) {
            // Not Linux, or not allowed: nothing is known.
        }
        return info;
    }
}
