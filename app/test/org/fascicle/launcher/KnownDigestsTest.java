package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import org.fascicle.installation.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDigestsTest {
    @TempDir
    Path folder;
    private Path memory;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        memory = folder.resolve("digests");
        file = Files.writeString(folder.resolve("a jar"), "one");
    }

    private String asked() throws Exception {
        KnownDigests known = new KnownDigests(memory);
        String digest = known.of(file);
        known.keep();
        return digest;
    }

    /** What was remembered of the file, as if it had been computed from something else. */
    private void remember(String digest) throws Exception {
        long changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
        Files.writeString(memory, file + " " + Files.getAttribute(file, "unix:ino") + "/" + Files.size(file) + "/"
                + Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) + "/" + changed + " " + digest + "\n");
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFileThatHasJustChangedIsNotRemembered() throws Exception {
        remember("00");
        assertEquals(Digest.of(file), asked());
        assertFalse(Files.readString(memory).contains("one"));
    }

    @Test
    void anOlderOneIsAndNoneThatChanged() throws Exception {
        while (System.currentTimeMillis() - ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis() < 2_100) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        remember("00");
        assertEquals("00", asked(), "it is not computed again");
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rw-rw----"));
        assertEquals(Digest.of(file), asked(), "somebody else could have written the memory");
        assertTrue(Files.readString(memory).contains(Digest.of(file)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)));
        remember("00");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        assertEquals(Digest.of(file), asked(), "another content of the same size and time");
        Files.writeString(memory, "nonsense\n");
        assertEquals(Digest.of(file), asked());
    }
}
