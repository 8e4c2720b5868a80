package org.fascicle.bench.plan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;

/**
 * Shows that the hand-written plans compute what Fascicle computes: from the same weights, on the same rows, with the same
 * elements dropped, the losses of the first steps must agree. Arguments: the folder of the benchmarks, then the backend to
 * compare with ({@code reference} by default) and the script of the command line.
 */
public final class Check {
    private static final int BATCH = 64;
    private static final int STEPS = 5;
    private static final double TOLERANCE = 2e-4;
    private static final long MODEL_SEED = 42;

    private final Path bench;
    private final String backend;
    private final String fascicle;

    private Check(Path bench, String backend, String fascicle) {
        this.bench = bench;
        this.backend = backend;
        this.fascicle = fascicle;
    }

    /** Exits with 1 if a plan disagrees. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path bench = Path.of(arguments[0]);
        Check check = new Check(bench, arguments.length > 1 ? arguments[1] : "reference",
                arguments.length > 2 ? arguments[2] : bench.resolveSibling("fascicle").toString());
        boolean agrees = true;
        for (Task task : Task.values()) {
            agrees &= check.agrees(task);
        }
        System.exit(agrees ? 0 : 1);
    }

    private boolean agrees(Task task) throws IOException, InterruptedException {
        Path archive = Files.createTempFile("fascicle-bench", ".archive");
        try {
            String optimizer = task.adam() ? "adam" : "nesterov";
            train(task, "--set", "training.epochs=1", "--set", "optimizer." + optimizer + ".learning_rate=0", "--out",
                    archive.toString());
            double[] theirs = train(task, "--set", "training.epochs=" + STEPS);
            Map<String, float[]> tensors = Archive.weights(archive);
            boolean agrees = true;
            int kinds = NativePlanWorker.has(task) ? 2 : 1;
            for (int i = 0; i < 2 * kinds; i++) {
                int threads = i % 2 + 1;
                double[] ours = losses(task, i >= 2, threads, tensors);
                boolean equal = true;
                for (int step = 0; step < STEPS; step++) {
                    equal &= Math.abs(ours[step] - theirs[step]) <= TOLERANCE * Math.max(1, Math.abs(theirs[step]));
                }
                System.out.printf("%s, %d threads: %s%n    %-9s %s%n    %-9s %s%n", task.label(), threads,
                        equal ? "agrees" : "DIFFERS", i >= 2 ? "native" : "plan", Arrays.toString(ours), backend,
                        Arrays.toString(theirs));
                agrees &= equal;
            }
            return agrees;
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /** Trains on one batch, and gives the loss of each step. */
    private double[] train(Task task, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(fascicle, "train",
                bench.resolve("models").resolve(task.label() + ".json").toString(), "--backend", backend, "--json",
                "--set", "data.random.rows=" + BATCH, "--set", "training.batch_size=" + BATCH));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<Double> losses = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode node = new ObjectMapper().readTree(line);
                if (node.has("epoch")) {
                    losses.add(node.get("loss").asDouble());
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] losses(Task task, boolean inCode, int threads, Map<String, float[]> tensors) {
        Rows rows = rows(tensors.get("data/shift"), tensors.get("data/factor"));
        try (Step plan = inCode ? NativePlanWorker.create(task, BATCH, threads, rows)
                : PlanWorker.create(task, BATCH, threads, rows)) {
            for (String name : plan.names()) {
                plan.set(name, tensors.get(name));
            }
            double[] losses = new double[STEPS];
            for (int i = 0; i < STEPS; i++) {
                plan.step();
                losses[i] = plan.loss();
            }
            return losses;
        }
    }

    /** The rows of the data source {@code random}, standardized, in the order of each epoch. */
    private static Rows rows(float[] shift, float[] factor) {
        float[] features = new float[STEPS * BATCH * Rows.FEATURES];
        int[] labels = new int[STEPS * BATCH];
        for (int epoch = 0; epoch < STEPS; epoch++) {
            int[] order = order(epoch);
            for (int i = 0; i < BATCH; i++) {
                int at = epoch * BATCH + i;
                for (int j = 0; j < Rows.FEATURES; j++) {
                    float raw = (Words.of(0, j >>> 2, order[i], "features")[j & 3] >>> 8) * 0x1p-24f;
                    features[at * Rows.FEATURES + j] = (raw - shift[j]) * factor[j];
                }
                labels[at] = Integer.remainderUnsigned(Words.of(0, 0, order[i], "labels")[0], Rows.CLASSES);
            }
        }
        return new Rows(features, labels);
    }

    /** Fisher and Yates's shuffle, as Fascicle's training does it. */
    private static int[] order(int epoch) {
        int[] order = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            order[i] = i;
        }
        for (int i = BATCH - 1; i > 0; i--) {
            long word = Words.of(MODEL_SEED, i >>> 2, epoch, "shuffle")[i & 3] & 0xFFFFFFFFL;
            int j = (int) (word * (i + 1) >>> 32);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
