package org.fascicle.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How soon Fascicle trains its built-in example: seconds from the start of the process until it has made its first step, the
 * median of some starts, and until a step is within a tenth of what it is in the end. Immutable.
 */
final class StartUp {
    private static final int STARTS = 5;
    private static final double SLICE = 0.3;
    private static final double LONGEST = 12;
    /** What {@code train -v} says after its first step. */
    private static final String FIRST_STEP = "first step";

    final String backend;
    final double first;
    final double steady;

    private StartUp(String backend, double first, double steady) {
        this.backend = backend;
        this.first = first;
        this.steady = steady;
    }

    static StartUp measure(Field field, String backend) throws IOException, InterruptedException {
        List<Double> firsts = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            firsts.add(first(field, backend));
        }
        return new StartUp(backend, Cell.median(firsts), steady(field, backend));
    }

    private static double first(Field field, String backend) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(field.fascicle(), "train", "-v", "--backend", backend).redirectErrorStream(true);
        builder.environment().putAll(Field.ourEnvironment());
        long begin = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(FIRST_STEP)) {
                    return (System.nanoTime() - begin) / 1e9;
                }
            }
            throw new IOException("fascicle train -v did not report its first step");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static double steady(Field field, String backend) throws IOException, InterruptedException {
        List<Double> ages = new ArrayList<>();
        List<Double> steps = new ArrayList<>();
        try (Session session = new Session("start " + backend, List.of(field.fascicle(), "shell"), Field.ourEnvironment())) {
            while (session.age() < LONGEST) {
                JsonNode answer = session.ask("bench --backend " + backend + " --batch 32 --json --seconds " + SLICE, 10);
                ages.add(session.age());
                steps.add(answer.get("step_us").asDouble());
            }
        }
        double last = Cell.median(steps.subList(steps.size() / 2, steps.size()));
        int at = 0;
        while (steps.get(at) > last * 1.1) {
            at++;
        }
        return ages.get(at);
    }
}
