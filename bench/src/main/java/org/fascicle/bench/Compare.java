package org.fascicle.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Runs Fascicle and Deeplearning4j in turn, each in a process of its own, and prints the ratios: medians over the rounds, because
 * absolute figures drift on a machine that is not alone.
 */
public final class Compare {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] BATCHES = {32, 128, 512};
    private static final int[] THREADS = {1, 2};

    private final Path root;
    private final String classpath;
    private final double seconds;
    private final int rounds;
    private final String backend;

    private Compare(Path root, String classpath, double seconds, int rounds, String backend) {
        this.root = root;
        this.classpath = classpath;
        this.seconds = seconds;
        this.rounds = rounds;
        this.backend = backend;
    }

    /** Arguments: the workspace, the peers' class path, seconds per measurement, rounds, our backend. */
    public static void main(String[] arguments) throws Exception {
        new Compare(Path.of(arguments[0]), arguments[1], Double.parseDouble(arguments[2]), Integer.parseInt(arguments[3]),
                arguments[4]).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf("784-300-100-10, ELU, softmax cross-entropy, Nesterov, float32; %s, Java %s, %d processors; median of %d%n",
                "Deeplearning4j 1.0.0-M2.1 against Fascicle's backend " + backend, System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(), rounds);
        System.out.printf("%6s %22s %22s %22s %8s %12s%n", "batch", "DL4J, 1 thread", "DL4J, 2 threads", "Fascicle", "ratio",
                "heap B/step");
        for (int batch : BATCHES) {
            measure(batch);
        }
        memory();
    }

    private void measure(int batch) throws IOException, InterruptedException {
        List<List<Double>> peers = List.of(new ArrayList<>(), new ArrayList<>());
        List<Double> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double garbage = Double.NaN;
        for (int round = 0; round < rounds; round++) {
            double best = 0;
            for (int i = 0; i < THREADS.length; i++) {
                double speed = peer(batch, THREADS[i]).get("samples_per_s").asDouble();
                peers.get(i).add(speed);
                best = Math.max(best, speed);
            }
            JsonNode our = finished(ourCommand(batch, seconds), Map.of(), null);
            garbage = our.get("bytes_per_step").asDouble();
            ours.add(our.get("samples_per_s").asDouble());
            ratios.add(our.get("samples_per_s").asDouble() / best);
        }
        System.out.printf("%6d %22s %22s %22s %8.2f %12.1f%n", batch, spread(peers.get(0)), spread(peers.get(1)), spread(ours),
                median(ratios), garbage);
    }

    /** The resident memory of a long run, early and at its end. */
    private void memory() throws IOException, InterruptedException {
        List<Long> resident = new ArrayList<>();
        JsonNode result = finished(ourCommand(32, 45), Map.of(), resident);
        long early = resident.get(resident.size() / 3);
        long last = resident.get(resident.size() - 1);
        System.out.printf("resident memory over %d steps at batch 32: %d MiB after a third, %d MiB at the end%n",
                result.get("steps").asLong(), early / 1024, last / 1024);
    }

    private JsonNode peer(int batch, int threads) throws IOException, InterruptedException {
        List<String> command = List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx4g", "-cp", classpath,
                Deeplearning4jMlp.class.getName(), Integer.toString(batch), Double.toString(seconds));
        String count = Integer.toString(threads);
        return finished(command, Map.of("OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count), null);
    }

    private List<String> ourCommand(int batch, double time) {
        return List.of(root.resolve("fascicle").toString(), "bench", root.resolve("bench/mlp.json").toString(), "--backend",
                backend, "--batch", Integer.toString(batch), "--seconds", Double.toString(time), "--json");
    }

    private static JsonNode finished(List<String> command, Map<String, String> environment, List<Long> resident)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("fascicle-bench", ".json");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
                if (resident != null) {
                    residentKilobytes(process.pid(), resident);
                }
            }
            if (process.exitValue() != 0) {
                throw new IOException("failed with " + process.exitValue() + ": " + String.join(" ", command));
            }
            List<String> lines = Files.readAllLines(output);
            return JSON.readTree(lines.get(lines.size() - 1));
        } finally {
            Files.delete(output);
        }
    }

    private static void residentKilobytes(long pid, List<Long> into) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                    .forEach(line -> into.add(Long.parseLong(line.replaceAll("\\D", ""))));
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String spread(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format("%.0f (%.0f-%.0f)", median(values), sorted[0], sorted[sorted.length - 1]);
    }
}
