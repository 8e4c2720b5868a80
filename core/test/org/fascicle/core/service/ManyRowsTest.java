package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

import org.fascicle.core.archive.ChildProcess;
import org.junit.jupiter.api.Test;

class ManyRowsTest {
    private static final long ROWS = 20_000_000;
    // As floats alone, the rows take 240 MB; training is promised to do with 400 MB.
    private static final String HEAP = "-Xmx100m";

    @Test
    void twentyMillionRowsTrainInASmallHeap() throws Exception {
        Process process = ChildProcess.start(HEAP, ManyRows.class, Long.toString(ROWS));
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("4883 steps, f(1, 1) = 1.500, f(-1, 0.5) = -2.000", output);
            assertEquals(0, process.waitFor());
        } finally {
            process.destroy();
        }
    }
}
