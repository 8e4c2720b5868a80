package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of an example, started without any flag, in a folder of its own. */
final class Application {
    private static final long MINUTES = 5;

    private final Path folder;
    private final List<String> command =
            new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));

    /**
     * An application.
     *
     * @param folder where it runs
     */
    Application(Path folder) {
        this.folder = folder;
    }

    Application args(Object... arguments) {
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return this;
    }

    /** Runs it to its end, and requires that it succeeds and prints these lines, and nothing else anywhere. */
    void prints(String... lines) throws IOException, InterruptedException {
        Path out = Files.createTempFile("example", ".out");
        Path err = Files.createTempFile("example", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().remove("JDK_JAVA_OPTIONS");
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            assertEquals("", Files.readString(err), "on standard error of " + command);
            assertEquals(List.of(lines), Files.readAllLines(out), "on standard output of " + command);
            assertTrue(ended, command + " did not end within " + MINUTES + " minutes");
            assertEquals(0, process.exitValue(), "the exit code of " + command);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
