package org.fascicle.build;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of its own, with its output in a file and a bound on its time. */
final class Forked {
    /** What a process that a signal ends adds to the signal's number. */
    private static final int SIGNALS = 128;

    private final List<String> command = new ArrayList<>();
    private final Path directory;

    Forked(Path directory) {
        this.directory = directory;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    Forked args(List<String> args) {
        command.addAll(args);
        return this;
    }

    Forked args(String... args) {
        return args(List.of(args));
    }

    static String path(List<Path> entries) {
        return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    /** The words of a property that holds arguments. */
    static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
    }

    /** Runs the process and gives its exit code, or null if it did not end in time and was ended. */
    Integer run(Path output, long minutes) throws IOException, InterruptedException {
        return run(output, output, minutes);
    }

    /** The same, with its output where the build's own goes. */
    Integer run(long minutes) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command).directory(directory.toFile()).inheritIO(), minutes);
    }

    /** The same, with a file of its own for what it says on standard error. */
    Integer run(Path output, Path errors, long minutes) throws IOException, InterruptedException {
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectOutput(output.toFile());
        if (output.equals(errors)) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(errors.toFile());
        }
        return run(builder, minutes);
    }

    private static Integer run(ProcessBuilder builder, long minutes) throws IOException, InterruptedException {
        Process process = builder.start();
        Thread ender = new Thread(() -> end(process));
        try {
            Runtime.getRuntime().addShutdownHook(ender);
        } catch (IllegalStateException e) {
            end(process); // the build itself is being ended
            throw e;
        }
        try {
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                end(process);
                process.waitFor();
                return null;
            }
            return process.exitValue();
        } finally {
            Runtime.getRuntime().removeShutdownHook(ender);
        }
    }

    /** Ends a process, with those that it has started. */
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** An exit code, with the signal that ended the process, if one did: {@code 139, by signal 11}. */
    static String exit(int code) {
        return code > SIGNALS ? code + ", by signal " + (code - SIGNALS) : String.valueOf(code);
    }

    /** The last lines of a file, each indented. */
    static String tail(Path file, int lines) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, in.length() - 16_384);
            in.seek(start);
            byte[] bytes = new byte[(int) (in.length() - start)];
            in.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n",
                    all.subList(Math.max(0, all.size() - lines), all.size()).stream().map(l -> "      " + l).toList());
        }
    }
}
