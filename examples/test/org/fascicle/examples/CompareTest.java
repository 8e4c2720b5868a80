package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison as a process that is killed and started again. */
class CompareTest {
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "unit" } },
              "network": [ { "flatten": {} }, { "dense": { "units": 16, "activation": "elu" } }, { "batch_normalization": {} },
                           { "dropout": { "rate": 0.1 } }, { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ],
              "optimizer": { "adam": { "learning_rate": 0.01 } }, "training": { "epochs": 2, "batch_size": 64, "seed": 3 } }
            """;
    private static final int RUNS = 3 * 2 * 2;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("model.json"), MODEL);
    }

    @Test
    void killedAndStartedAgainItIsTheSameTable() throws Exception {
        assertEquals(0, end(compare("whole", 1)));
        Process process = compare("killed", 2);
        try {
            await(process, 2);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(runs().size() < RUNS, "killed too late");
        List<String> kept = contents();
        assertEquals(0, end(compare("killed", 2)));
        assertTrue(contents().containsAll(kept), "what was there has changed");
        assertEquals(RUNS, runs().size());
        assertEquals(table("whole"), table("killed"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole/best.fasc")),
                Files.readAllBytes(folder.resolve("killed/best.fasc")));
    }

    private Process compare(String out, int workers) throws IOException {
        return new CommandLine(CommandLine.INSTALLATION, folder).start(folder.resolve(out + ".txt"), "compare", "model.json",
                "--vary",
                "network.*.activation=elu,relu,tanh", "--folds", 2, "--seeds", 2, "--out", out, "--workers", workers);
    }

    private void await(Process process, int count) throws Exception {
        for (int i = 0; i < 6_000 && process.isAlive() && runs().size() < count; i++) {
            Thread.sleep(20);
        }
        assertTrue(runs().size() >= count, () -> said("killed"));
    }

    private List<Path> runs() throws IOException {
        Path runs = folder.resolve("killed/runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().collect(Collectors.toList());
        }
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : runs()) {
            contents.add(file.getFileName() + Files.readString(file));
        }
        return contents;
    }

    /** All but what the times and the memory were. */
    private List<String> table(String out) throws IOException {
        return Files.readAllLines(folder.resolve(out + "/comparison.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 6))).collect(Collectors.toList());
    }

    private String said(String out) {
        try {
            return Files.readString(folder.resolve(out + ".txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int end(Process process) throws Exception {
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
