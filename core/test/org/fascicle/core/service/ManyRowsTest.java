package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ManyRowsTest {
    private static final long ROWS = 20_000_000;
    // As floats alone, the rows take 240 MB; training is promised to do with 400 MB.
    private static final String HEAP = "-Xmx100m";

    @Test
    void twentyMillionRowsTrainInASmallHeap() throws Exception {
        List<String> command =
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp", classPath(),
                        ManyRows.class.getName(), Long.toString(ROWS));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("4883 steps, f(1, 1) = 1.500, f(-1, 0.5) = -2.000", output);
            assertEquals(0, process.waitFor());
        } finally {
            process.destroy();
        }
    }

    /** The class path of this test, whoever runs it. */
    private static String classPath() throws Exception {
        ClassLoader loader = ManyRowsTest.class.getClassLoader();
        if (!(loader instanceof URLClassLoader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL url : ((URLClassLoader) loader).getURLs()) {
            entries.add(Path.of(url.toURI()).toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
