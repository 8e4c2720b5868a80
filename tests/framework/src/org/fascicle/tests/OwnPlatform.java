package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.osgi.framework.Constants;

/**
 * An installation with the command line in it, of the bundles that these tests run with and on the same framework, started in processes of
 * their own: as users start it.
 */
final class OwnPlatform {
    private static final String SHELL = "fascicle.tests.shell";
    private static final Pattern ENTRY = Pattern.compile("\\{[^{}]*\\}");
    private static final Pattern FILE = Pattern.compile("\"file\"\\s*:\\s*\"([^\"]*)\"");
    /** Tests, and what is large and not needed here. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "(com\\.example|fascicle\\.(tests|backend\\.(cuda|nd4j|jit)|gemm)|junit-|org\\.opentest4j|org\\.osgi\\.test|biz\\.aQute).*");
    private static final String LAZY = "org.apache.felix.gogo.";
    private static final long SECONDS = 300;

    final Path folder;

    /**
     * One without anything that users have installed.
     *
     * @param trust what it says of trust
     */
    OwnPlatform(Path folder, String trust) throws IOException {
        this.folder = Files.createDirectories(folder);
        List<String> entries = new ArrayList<>();
        for (Path jar : bundles()) {
            String entry = entry(jar);
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        Files.writeString(folder.resolve("installation.json"), "{ \"fascicle\": 1, \"trust\": \"" + trust
                + "\", \"framework\": { \"felix.resolver.parallelism\": \"1\" }, \"bundles\": [\n" + String.join(",\n", entries)
                + " ] }\n");
    }

    private static List<Path> bundles() throws IOException {
        Path list = Path.of(PlatformTest.context().getProperty("fascicle.installation"), "installation.json");
        List<Path> bundles = new ArrayList<>();
        Matcher entry = ENTRY.matcher(Files.readString(list).replaceFirst("(?s)^.*?\"bundles\"", ""));
        while (entry.find()) {
            Matcher file = FILE.matcher(entry.group());
            if (file.find()) {
                bundles.add(list.resolveSibling(file.group(1)));
            }
        }
        String shell = PlatformTest.context().getProperty(SHELL);
        if (shell == null || bundles.isEmpty()) {
            throw new IllegalStateException("no bundles in " + list + ", or no framework property '" + SHELL
                    + "': the -runproperties of the .bndrun name the bundles of the command line there");
        }
        Stream.of(shell.split(",")).map(String::strip).map(Path::of).forEach(bundles::add);
        return bundles;
    }

    private static String entry(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            var headers = opened.getManifest().getMainAttributes();
            String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME).replaceFirst(";.*", "").strip();
            boolean starts = headers.getValue(Constants.FRAGMENT_HOST) == null && !name.startsWith(LAZY);
            return LEFT_OUT.matcher(name).matches() ? "" : "{ \"name\": \"" + name + "\", \"version\": \""
                    + headers.getValue(Constants.BUNDLE_VERSION) + "\", \"file\": \"" + jar + "\", \"sha256\": \"" + sha256(jar)
                    + "\", \"start\": " + starts + " }";
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What one process has said, and its exit code. */
    record Outcome(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + out + "\n--- standard error\n" + err;
        }
    }

    /** Requires an exit code, and that problems are worded for users. */
    static Outcome assertCode(int code, Outcome outcome) {
        assertEquals(code, outcome.code(), outcome::toString);
        assertFalse(outcome.err().contains("\tat "), outcome::toString);
        return outcome;
    }

    /** Runs a verb. */
    Outcome run(String... words) throws Exception {
        try (Session session = new Session(words)) {
            return session.end();
        }
    }

    /** Runs lines of a script in the shell. */
    Outcome script(String... lines) throws Exception {
        try (Session session = new Session("shell")) {
            for (String line : lines) {
                session.type(line);
            }
            return session.end();
        }
    }

    /** A process that runs. */
    final class Session implements AutoCloseable {
        private final Process process;
        private final PrintStream in;
        private final BufferedReader out;
        private final StringBuilder said = new StringBuilder();
        private final CompletableFuture<String> problems;

        Session(String... words) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                    "org.fascicle.launcher.Main", folder.toString()));
            command.addAll(Arrays.asList(words));
            process = new ProcessBuilder(command).directory(folder.toFile()).start();
            // One that hangs ends, and its test fails with what it has said.
            CompletableFuture.runAsync(process::destroyForcibly, CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS));
            in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
            problems = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        }

        /** Writes a line to its standard input. */
        void type(String line) {
            in.println(line);
        }

        /** Reads what it prints until a line has these words. */
        void await(String words) throws IOException {
            String line;
            do {
                line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("it ended without '" + words + "': " + said + problems.join());
                }
                said.append(line).append('\n');
            } while (!line.contains(words));
        }

        /** Ends its input and waits for its end. */
        Outcome end() throws IOException, InterruptedException {
            in.close();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
            }
            return new Outcome(process.waitFor(), said.toString(), problems.join());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        private String text(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
