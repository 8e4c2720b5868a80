package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.fascicle.core.archive.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenselessArchivesTest {
    private static final long SEED = 13;
    private static final int ARCHIVES = 300;

    @TempDir
    Path folder;

    /** In a small heap, so that what an archive claims takes no memory. */
    @Test
    void eachIsUsedOrRefused() throws Exception {
        Process process = ChildProcess.start("-Xmx64m", SenselessArchives.class, folder.toString(), Long.toString(SEED),
                Integer.toString(ARCHIVES));
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(output);
            assertEquals(0, process.waitFor(), output);
            assertTrue(output.contains("refused by open, refused by resume") && output.contains("used by open, used by resume"),
                    output);
        } finally {
            process.destroyForcibly();
        }
    }
}
