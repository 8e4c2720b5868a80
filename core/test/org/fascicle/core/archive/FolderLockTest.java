package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two trainings, of one process or of two, one has a folder. */
class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void oneOfThisProcessHasIt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock);
            assertNull(FolderLock.take(folder));
            assertNull(FolderLock.take(link), "the same folder");
        } finally {
            Files.delete(link);
        }
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock);
        }
    }

    @Test
    void oneOfAnotherProcessHasItUntilThatProcessHasEnded() throws Exception {
        Process process = ChildProcess.start("-XX:TieredStopAtLevel=1", Holder.class, folder.toString(), "");
        try {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            assertEquals("taken", lines.readLine());
            assertNull(FolderLock.take(folder));
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock, "its process was killed");
        }
    }

    /** Takes the lock and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            FolderLock lock = FolderLock.take(Path.of(arguments[0]));
            System.out.println(lock == null ? "not taken" : "taken");
            System.in.read();
        }
    }
}
