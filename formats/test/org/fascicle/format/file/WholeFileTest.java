package org.fascicle.format.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is written as a whole, or stays what it was. */
class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesAsAWholeAndIsReadableByWhoeverReadsOtherFiles() throws IOException {
        Path file = folder.resolve("file");
        WholeFile.write(file, out -> out.write('a'));
        WholeFile.write(file, out -> out.write('b'));
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertEquals("b", Files.readString(file));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        InputException e = assertThrows(InputException.class, () -> WholeFile.write(file, out -> {
            out.write('a');
            throw new IOException("the disk is full");
        }));
        assertEquals(file + ": the file cannot be written: the disk is full", e.getMessage());
        assertEquals("old", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void refusesWhatIsNoPlaceForAFile() {
        assertTrue(assertThrows(InputException.class, () -> WholeFile.write(folder, out -> {})).getMessage()
                .contains("no regular file"));
        assertTrue(assertThrows(InputException.class, () -> WholeFile.write(folder.resolve("no/file"), out -> {})).getMessage()
                .contains("there is no folder"));
    }
}
