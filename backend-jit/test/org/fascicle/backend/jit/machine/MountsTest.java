package org.fascicle.backend.jit.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
    private static final List<String> MOUNTS = List.of("1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
            "2 1 0:5 / /dev rw,nosuid - devtmpfs dev rw", "3 2 0:6 / /dev/shm rw,nosuid,noexec - tmpfs shm rw",
            "4 1 0:7 / /home rw,noexec shared:1 - tmpfs home rw", "5 4 0:8 / /home/a\\040b rw - tmpfs one rw",
            "6 1 0:9 / /cache rw - tmpfs below rw", "7 1 0:9 / /cache rw,noexec - tmpfs above rw", "no line of a mount");

    @ParameterizedTest
    @CsvSource({"/, false", "/tmp/x, false", "/dev/x, false", "/dev/shm/x, true", "/home/c, true", "/home/a b/c, false",
        "/homes, false", "/cache, true"})
    void theInnermostFileSystemCounts(Path folder, boolean forbidden) {
        assertEquals(forbidden, Mounts.forbidRunning(folder, MOUNTS));
    }

    @Test
    void codeCanBeRunWhereTheseTestsRunIt(@TempDir Path folder) throws Exception {
        assertFalse(Mounts.forbidRunning(folder));
    }
}
