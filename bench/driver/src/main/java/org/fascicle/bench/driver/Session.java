package org.fascicle.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A running process that answers each line of its input with a JSON object on a line. Used by one thread. */
final class Session implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path errors;
    private String latest;
    private final long begin = System.nanoTime();

    Session(String name, List<String> command, Map<String, String> environment) throws IOException {
        this.name = name;
        errors = Files.createTempFile("fascicle-bench", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "read " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("{")) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // The process has ended; whoever waits for an answer learns so.
        }
    }

    /** Asks, and waits for the answer, at most two minutes longer than the seconds that it should take. */
    JsonNode ask(String line, double seconds) throws IOException, InterruptedException {
        send(line);
        return next(seconds);
    }

    /** Gives a command that has no answer. */
    void send(String line) {
        latest = line;
        input.println(line);
    }

    /** One more answer to what was asked last. */
    JsonNode next(double seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + (long) ((seconds + PATIENCE_SECONDS) * 1e9);
        while (System.nanoTime() < end) {
            String answer = answers.poll(200, TimeUnit.MILLISECONDS);
            if (answer != null) {
                return JSON.readTree(answer);
            }
            if (!process.isAlive()) {
                break;
            }
        }
        throw new IOException(name + " did not answer to '" + latest + "': " + lastWords());
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(errors);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Seconds since it was started. */
    double age() {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The most memory that it has had, in MiB; NaN where the system does not report it. */
    double peakMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0).findFirst().orElse(Double.NaN);
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
