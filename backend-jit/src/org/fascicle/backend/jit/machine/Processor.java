package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Linux says of this machine's processor. */
final class Processor {
    private static final Path INFORMATION = Path.of("/proc/cpuinfo");
    /** What decides which code a compiler makes for it: the model by which it picks instructions, and the instructions that there are. */
    private static final List<String> DECISIVE =
            List.of("vendor_id", "cpu family", "model", "model name", "stepping", "flags");
    private static final Map<String, String> FACTS = read();

    private Processor() {}

    private static Map<String, String> read() {
        Map<String, String> facts = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(INFORMATION, StandardCharsets.ISO_8859_1)) {
                int colon = line.indexOf(':');
                if (colon < 0) {
                    break; // the next one
                }
                facts.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        } catch (IOException e) {
            // There is none on other systems. Without it nothing is known, and no code is made for what is not known.
            return Map.of();
        }
        return facts;
    }

    /** Whether the system says what code depends on. */
    static boolean isKnown() {
        return FACTS.keySet().containsAll(DECISIVE);
    }

    /** Two processors with the same identity run the same code. */
    static String identity() {
        StringBuilder all = new StringBuilder();
        for (String fact : DECISIVE) {
            all.append(fact).append(": ").append(FACTS.getOrDefault(fact, "")).append('\n');
        }
        return all.toString();
    }

    /** Its instructions, by the names that the system has for groups of them. */
    static Set<String> features() {
        return Set.of(FACTS.getOrDefault("flags", "").split(" "));
    }
}
