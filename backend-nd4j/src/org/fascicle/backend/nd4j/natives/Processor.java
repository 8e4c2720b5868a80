package org.fascicle.backend.nd4j.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the processor is, and which of OpenBLAS's kernels suit it. OpenBLAS 0.3.19 knows the processors of 2021: on a later AMD it
 * takes kernels without AVX, at a quarter of the speed, unless they are set.
 */
public final class Processor {
    static final String VARIABLE = "OPENBLAS_CORETYPE";

    private static final Map<String, String> INFO = read();

    private Processor() {}

    /** The kernels that OpenBLAS is to use; null if it shall choose. What the environment says goes first. */
    public static @Nullable String coreType() {
        String given = System.getenv(VARIABLE);
        return given != null ? given
                : has("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl") ? "SKYLAKEX" : has("avx2", "fma") ? "HASWELL"
                : null;
    }

    public static String instructionSet() {
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
