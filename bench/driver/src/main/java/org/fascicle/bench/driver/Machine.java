package org.fascicle.bench.driver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the measurements ran on. Immutable. */
final class Machine {
    static final String VERSIONS = "Deeplearning4j 1.0.0-M2.1; DJL 0.35.1 with PyTorch 2.7.1; TensorFlow Java 1.1.0";
    final String processor;
    final int processors;
    final String java;
    final double load;

    private Machine(String processor, int processors, String java, double load) {
        this.processor = processor;
        this.processors = processors;
        this.java = java;
        this.load = load;
    }

    static Machine here() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        List<String> lines = Files.exists(info) ? Files.readAllLines(info) : List.of();
        String name = lines.stream().filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse(System.getProperty("os.arch"));
        String vectors = lines.stream().filter(line -> line.startsWith("flags")).findFirst()
                .map(line -> line.contains("avx512f") ? ", AVX-512" : line.contains("avx2") ? ", AVX2" : "").orElse("");
        return new Machine(name + vectors, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    @Override
    public String toString() {
        return String.format("%s, %d processors, JDK %s, load average %.1f at the start; %s", processor, processors,
                java, load,
                VERSIONS);
    }
}
