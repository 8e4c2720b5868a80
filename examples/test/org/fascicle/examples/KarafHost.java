package org.fascicle.examples;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Karaf of its own: its distribution, unpacked and started by its own script, without a network. */
final class KarafHost implements AutoCloseable {
    private static final Path HOSTS = Path.of("../cnf/tools/hosts").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    final Path base;
    private final Path console;
    private final int port;
    private int own;

    /**
     * Unpacks and starts one.
     *
     * @param folder where to
     * @param properties of the framework
     */
    KarafHost(Path folder, Map<String, String> properties) throws Exception {
        base = Files.createDirectories(folder.resolve("karaf"));
        console = folder.resolve("console");
        run(List.of("tar", "xzf", HOSTS.resolve("karaf.tar.gz").toString(), "-C", base.toString(), "--strip-components=1"), "");
        port = configure(properties);
        start();
    }

    /** Starts it, for the first time or again, and waits until it answers. */
    void start() throws IOException, InterruptedException {
        Output started = run(List.of("bin/start"), "");
        if (started.code() != 0) {
            throw new IOException("Karaf does not start: " + started.text());
        }
        Instant end = Instant.now().plus(PATIENCE);
        for (Output answer = client("shell:echo up"); answer.code() != 0; answer = client("shell:echo up")) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("Karaf does not answer: " + answer.text());
            }
        }
        own = Files.readString(console).length();
    }

    /**
     * What it printed on its console since it answered. Before that, it sometimes reports a race of its own: its configurations
     * are read while the service that takes them is registered.
     */
    String printed() throws IOException {
        return Files.readString(console).substring(own);
    }

    private int configure(Map<String, String> properties) throws IOException {
        int[] ports = new int[4];
        ServerSocket[] free = new ServerSocket[ports.length];
        for (int i = 0; i < ports.length; i++) {
            free[i] = new ServerSocket(0);
            ports[i] = free[i].getLocalPort();
        }
        for (ServerSocket socket : free) {
            socket.close();
        }
        replace("org.apache.karaf.shell.cfg", "(?m)^sshPort *=.*", "sshPort = " + ports[0]);
        replace("org.apache.karaf.shell.cfg", "(?m)^sshHost *=.*", "sshHost = 127.0.0.1");
        replace("org.apache.karaf.management.cfg", "(?m)^rmiRegistryPort *=.*", "rmiRegistryPort = " + ports[1]);
        replace("org.apache.karaf.management.cfg", "(?m)^rmiServerPort *=.*", "rmiServerPort = " + ports[2]);
        // the feature of the web server brings a file of this name, but keeps one that is there
        Files.writeString(base.resolve("etc/org.ops4j.pax.web.cfg"),
                "org.osgi.service.http.port = " + ports[3] + "\norg.ops4j.pax.web.listening.addresses = 127.0.0.1\n");
        replace("users.properties", "(?m)^#(karaf|_g_)", "$1");
        // what it would fetch is in a folder, and in its archives
        Files.writeString(base.resolve("etc/org.ops4j.pax.url.mvn.cfg"), String.join("\n",
                "org.ops4j.pax.url.mvn.settings=" + base.resolve("etc/no-settings.xml"),
                "org.ops4j.pax.url.mvn.localRepository=" + base.resolve("data/repository"),
                "org.ops4j.pax.url.mvn.useFallbackRepositories=false",
                "org.ops4j.pax.url.mvn.repositories=",
                "org.ops4j.pax.url.mvn.defaultRepositories=" + String.join(",",
                        base.resolve("system").toUri() + "@id=system@snapshots",
                        base.resolve("data/kar").toUri() + "@id=kar@multi@snapshots",
                        HOSTS.resolve("repository").toUri() + "@id=hosts@snapshots")));
        for (Map.Entry<String, String> each : properties.entrySet()) {
            Files.writeString(base.resolve("etc/custom.properties"), "\n" + each.getKey() + "=" + each.getValue() + "\n",
                    StandardOpenOption.APPEND);
        }
        return ports[0];
    }

    private void replace(String file, String pattern, String by) throws IOException {
        Path path = base.resolve("etc").resolve(file);
        Files.writeString(path, Files.readString(path).replaceAll(pattern, by));
    }

    /** What a process printed, without colours, and its exit code. */
    record Output(int code, String text) {}

    /** Runs commands with Karaf's client; the first that fails ends it. */
    Output client(String... commands) throws IOException, InterruptedException {
        Output output =
                run(List.of("bin/client", "-a", String.valueOf(port), "-h", "127.0.0.1", "-u", "karaf", "-p", "karaf", "-b"),
                        String.join("\n", commands) + "\n");
        return new Output(output.code(), output.text().replaceAll("\\e\\[[0-9;]*m", ""));
    }

    /** Runs commands that have to succeed, and gives the lines that they print. */
    List<String> run(String... commands) throws IOException, InterruptedException {
        Output output = client(commands);
        if (output.code() != 0) {
            throw new AssertionError(String.join("; ", commands) + ": " + output.text());
        }
        return output.text().lines().toList();
    }

    private Output run(List<String> command, String input) throws IOException, InterruptedException {
        Path out = Files.createTempFile("karaf", ".out");
        Path in = Files.writeString(Files.createTempFile("karaf", ".in"), input);
        try {
            List<String> words = new ArrayList<>(command);
            words.set(0, words.get(0).contains("/") ? base.resolve(words.get(0)).toString() : words.get(0));
            ProcessBuilder builder = new ProcessBuilder(words).directory(base.toFile()).redirectErrorStream(true)
                    .redirectInput(in.toFile()).redirectOutput(out.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("KARAF_REDIRECT", console.toString());
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(words + " did not end within " + PATIENCE);
            }
            return new Output(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(in);
        }
    }

    /** What its log says of ours that is no mere information. */
    List<String> problems() throws IOException {
        return Files.readAllLines(base.resolve("data/log/karaf.log")).stream()
                .filter(line -> line.matches(".*\\| (WARN|ERROR) +\\|.*") && line.contains("fascicle")).toList();
    }

    /** Stops it with its own script, and waits for its end. */
    void stop() throws Exception {
        Optional<ProcessHandle> process = process();
        run(List.of("bin/stop"), "");
        if (process.isPresent()) {
            process.get().onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Optional<ProcessHandle> process() throws IOException {
        Path pid = base.resolve("karaf.pid");
        return Files.isRegularFile(pid) ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())) : Optional.empty();
    }

    /** Ends it, if it still runs. */
    @Override
    public void close() throws IOException {
        process().ifPresent(ProcessHandle::destroyForcibly);
    }
}
