package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.fascicle.api.backend.BackendException;

/** Compiles a text, in a process of its own. Safe for any thread. */
final class Clang {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TEXT = "kernel.cc";
    private static final String LIBRARY = "kernel.so";
    private static final String MESSAGES = "messages";
    /** How a shell ends that runs something which is no program; Java takes one for that. */
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int MOST_MESSAGES = 16_000;

    private final List<String> flags;
    private final Duration limit;

    Clang(Target target, Duration limit) {
        this.limit = limit;
        flags = List.of(
                // No file but the text decides what comes out: neither configurations nor headers.
                "--no-default-config", "-nostdinc", "-nostdinc++", "-x", "c++", "-std=c++20", "-ffreestanding", "-nostdlib",
                "-fno-exceptions", "-fno-rtti",
                // Fused operations are written. All else is computed as it stands: the same bits on every processor.
                "-O2", "-march=" + target.march, "-ffp-contract=off", "-fno-math-errno",
                // As wide as they are written, also where clang takes narrower ones for more sparing.
                "-mprefer-vector-width=512",
                // Functions that call each other do not take one of the same name from elsewhere in the process.
                "-fPIC", "-shared", "-Wl,-Bsymbolic", "-Wl,--build-id=none", "-w", "-fno-crash-diagnostics");
    }

    /** What decides which code a text becomes, beside the compiler's version and the processor. */
    List<String> flags() {
        return flags;
    }

    /**
     * Compiles a text.
     *
     * @param tools the folder with clang
     * @param work an empty folder for its files
     * @return the shared library
     * @throws BackendException if the text has errors, or it takes too long
     * @throws NativeCodeException if clang cannot be run
     */
    byte[] compile(String text, Path tools, Path work) throws IOException {
        Path output = work.resolve(LIBRARY);
        Path messages = work.resolve(MESSAGES);
        Files.writeString(work.resolve(TEXT), text);
        List<String> command = new ArrayList<>();
        command.add(tools.resolve("clang").toString());
        command.addAll(flags);
        command.addAll(List.of("--ld-path=" + tools.resolve("ld.lld"), "-o", LIBRARY, TEXT));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(messages.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C");
        environment.put("TMPDIR", work.toString());
        int code = run(builder, tools);
        if (code != 0 || !Files.isRegularFile(output)) {
            throw failure(code, messages);
        }
        return Files.readAllBytes(output);
    }

    private int run(ProcessBuilder builder, Path tools) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NativeCodeException("clang cannot be run from " + tools + " (" + e.getMessage()
                    + "). Is that folder on a file system mounted with noexec, or the system's C library another than glibc?", e);
        }
        boolean wasInterrupted = false;
        try {
            process.getOutputStream().close();
            // A thread that is interrupted finds that out later: what it compiles, others wait for too.
            for (long end = System.nanoTime() + limit.toNanos();;) {
                try {
                    if (process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return process.exitValue();
                    }
                    throw new BackendException("clang did not compile a text within " + limit.toMillis() + " ms");
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static BackendException failure(int code, Path messages) throws IOException {
        String said = new String(Files.readAllBytes(messages), StandardCharsets.UTF_8).strip();
        if (said.length() > MOST_MESSAGES) {
            said = said.substring(0, MOST_MESSAGES) + " …";
        }
        if (said.contains(TEXT + ":")) {
            return new BackendException("clang refuses a text:\n" + said);
        }
        if (said.contains("error while loading shared libraries")) {
            return new NativeCodeException("clang needs a library that the system does not have: " + said, null);
        }
        if (code == NOT_EXECUTABLE || code == NOT_FOUND) {
            return new NativeCodeException("clang cannot be run: " + said, null);
        }
        return new BackendException("clang did not compile a text: it ended with code " + code
                + (said.isEmpty() ? ", without a message" : ":\n" + said));
    }
}
