package org.fascicle.backend.jit.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes and one folder. */
class ProcessesTest {
    private static final int TEXTS = 3;

    @TempDir
    Path folder;

    /** Compiles some texts, and prints how often clang ran. */
    public static void main(String[] arguments) {
        try (Compiler compiler = new Compiler(Path.of(arguments[0]))) {
            for (int number = 1; number <= TEXTS; number++) {
                if (CompilerTest.sum(compiler.compile(CompilerTest.adding(number))) != 40 + number) {
                    throw new IllegalStateException("the code is another's");
                }
            }
            System.out.println(compiler.runs() + " " + compiler.notKept().isPresent());
        }
    }

    @Test
    void twoAtATimeUnpackAndCompileAndWriteNowhereElse() throws Exception {
        Path cache = folder.resolve("cache");
        Path other = Files.createDirectory(folder.resolve("other"));
        List<Process> processes = List.of(start(cache, other), start(cache, other));
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, process.waitFor(), said);
            assertTrue(said.matches("[0-3] false"), said);
        }
        assertEquals(List.of(), Tools.names(other));
        assertEquals(TEXTS, Tools.names(cache.resolve("code")).size(), Tools.names(cache.resolve("code")).toString());
        List<String> names = Tools.names(cache);
        assertTrue(names.size() == 2 && names.get(0).startsWith("clang-20.1.7"), names.toString());
        Process third = start(cache, other);
        assertEquals("0 false", new String(third.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    /** What it says of errors is read too: nothing is to be said. */
    private static Process start(Path cache, Path other) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + other, "-Duser.home=" + other, "-cp",
                classPath(), ProcessesTest.class.getName(), cache.toString()).directory(other.toFile()).redirectErrorStream(true)
                .start();
    }

    private static String classPath() throws Exception {
        if (!(ProcessesTest.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            entries.add(Path.of(url.toURI()).toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
