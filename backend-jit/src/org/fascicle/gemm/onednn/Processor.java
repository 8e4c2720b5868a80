package org.fascicle.gemm.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the processor can do, as the system reports it without any native code. */
final class Processor {
    private static final Set<String> FLAGS = flags();

    private Processor() {}

    /** Whether there is native code for it. */
    static boolean isSupported() {
        return "Linux".equals(System.getProperty("os.name"))
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    /** Whether it multiplies bfloat16 by itself. */
    static boolean hasBfloat16() {
        return isSupported() && (has("avx512_bf16") || has("amx_bf16"));
    }

    /** The instruction set that oneDNN takes there, in its words. */
    static String instructionSet() {
        if (has("amx_bf16") && has("amx_tile")) {
            return "avx512_core_amx";
        } else if (has("avx512_bf16")) {
            return "avx512_core_bf16";
        } else if (has("avx512f") && has("avx512vl")) {
            return "avx512_core";
        }
        return has("avx2") ? "avx2" : System.getProperty("os.arch");
    }

    private static boolean has(String flag) {
        return FLAGS.contains(flag);
    }

    private static Set<String> flags() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String line = lines.filter(text -> text.startsWith("flags")).findFirst().orElse("");
            return Set.copyOf(Arrays.asList(line.split("\\s+")));
        } catch (IOException | SecurityException e) {
            // Not Linux, or not allowed: nothing is known.
            return Set.of();
        }
    }
}
