package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves is removed by the next one, and nothing else is. */
class TemporaryFileTest {
    private static final long SEED = 20_261_129;
    private static final int KILLS = 12;

    @TempDir
    Path folder;

    @Test
    void theNextWriteRemovesWhatAKilledProcessLeft() throws Exception {
        Random random = new Random(SEED);
        Path file = folder.resolve("network.fasc");
        int left = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = writer(file);
            try {
                long written = firstLine(process);
                // Anywhere within a write: how long one takes differs, so let the place in it differ as well.
                busy(random.nextInt(20_000_000));
                process.destroyForcibly().waitFor();
                left += names().size() - 1;
                assertTrue(Archive.read(file).step() >= written, "seed " + SEED + ", kill " + kill);
            } finally {
                process.destroyForcibly().waitFor();
            }
            KilledWriter.archive(0).write(file);
            assertEquals(Set.of("network.fasc"), names(), "seed " + SEED + ", kill " + kill);
        }
        assertTrue(left > 0, "of " + KILLS + " kills none came while an archive was written: seed " + SEED);
    }

    @Test
    void whatAnotherProcessStillWritesStays() throws Exception {
        Path file = folder.resolve("theirs.fasc");
        Process process = writer(file);
        try {
            firstLine(process);
            for (int i = 0; i < 20; i++) {
                KilledWriter.archive(i).write(folder.resolve("ours.fasc"));
            }
            assertTrue(process.isAlive(), "it failed");
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            long before = Long.parseLong(lines.readLine());
            assertTrue(Long.parseLong(lines.readLine()) > before, "it goes on");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatOthersCallAlikeStays() throws IOException {
        List<String> others = List.of(".network.fasc.tmp", "network.fasc.fascicle-0123456789abcdef-0123456789abcdef.tmp",
                ".network.fasc.fascicle-0123456789abcdef-0123456789abcdeg.tmp", ".network.fasc.1234.tmp");
        for (String name : others) {
            Files.createFile(folder.resolve(name));
        }
        Files.createDirectory(folder.resolve(".a.fascicle-0123456789abcdef-0123456789abcdef.tmp"));
        Files.createFile(folder.resolve(".b.fascicle-0123456789abcdef-0123456789abcdef.tmp"));
        Set<String> before = names();
        KilledWriter.archive(0).write(folder.resolve("a.fasc"));
        before.remove(".b.fascicle-0123456789abcdef-0123456789abcdef.tmp");
        before.add("a.fasc");
        assertEquals(before, names());
    }

    private static Process writer(Path file) throws Exception {
        return ChildProcess.start("-XX:TieredStopAtLevel=1", KilledWriter.class, file.toString());
    }

    private static long firstLine(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertNotNull(line, "it ended");
        return Long.parseLong(line);
    }

    private static void busy(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
