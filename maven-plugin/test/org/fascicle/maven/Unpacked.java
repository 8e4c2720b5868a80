package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution, as a user has unpacked it.
 *
 * @param folder its own
 * @param work where its user is
 * @param java which Java runs it
 */
record Unpacked(Path folder, Path work, Path java) {
    private static final Path DISTRIBUTIONS = Path.of("../app/generated/dist").toAbsolutePath().normalize();
    private static final long MINUTES = 5;

    /** Unpacks it for the Java that runs this test. */
    static Unpacked in(Path parent) throws Exception {
        String archive;
        try (Stream<Path> all = Files.list(DISTRIBUTIONS)) {
            archive = all.map(Path::toString).filter(name -> name.endsWith(".tar.gz")).findFirst().orElseThrow();
        }
        Files.createDirectories(parent);
        say(new ProcessBuilder("tar", "-xzf", archive).directory(parent.toFile()), 0);
        try (Stream<Path> all = Files.list(parent)) {
            return new Unpacked(all.findFirst().orElseThrow(), Files.createDirectory(parent.resolve("work here")),
                    Path.of(System.getProperty("java.home")));
        }
    }

    Unpacked with(Path java) throws IOException {
        return new Unpacked(folder, work, java);
    }

    /** Runs a verb to its end, requires that it succeeds, and gives what it says. */
    String run(Object... words) throws Exception {
        return say(builder(words), 0);
    }

    /** Requires another exit code. */
    String fails(int exit, Object... words) throws Exception {
        return say(builder(words), exit);
    }

    /** Starts a verb, whose output goes into a file. */
    Process start(Path output, Object... words) throws IOException {
        return builder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private ProcessBuilder builder(Object... words) {
        List<String> command = new ArrayList<>(List.of(folder.resolve("bin/fascicle").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", java.toString()));
        return builder;
    }

    private static String say(ProcessBuilder builder, int exit) throws IOException, InterruptedException {
        Path output = Files.createTempFile("said", ".txt");
        try {
            Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, () -> builder.command() + " did not end within " + MINUTES + " minutes:\n" + said);
            assertEquals(exit, process.exitValue(), () -> builder.command() + ":\n" + said);
            return said;
        } finally {
            Files.delete(output);
        }
    }

    /** Runs a tool of the JDK's. */
    static void tool(String name, Object... words) throws Exception {
        tool(Path.of(""), name, words);
    }

    /** Runs a tool of the JDK's in a folder. */
    static void tool(Path folder, String name, Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        say(new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile()), 0);
    }
}
