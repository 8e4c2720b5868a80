package org.fascicle.app.verb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.problem.InputException;

/** Predicts rows in blocks, and gives each row to a view. For one thread. */
final class Predicting {
    private static final int BATCH = 256;

    private final Model model;
    private final Rows rows;
    private final int samples;
    private final long seed;
    private final boolean raw;
    private final List<Port> ports;

    /**
     * Predictions of rows.
     *
     * @param samples how often each is computed with random layers left on; 0 for once, with nothing random
     * @param seed of the draws
     * @param raw whether logits stay what they are
     */
    Predicting(Model model, Rows rows, int samples, long seed, boolean raw) {
        this.model = model;
        this.rows = rows;
        this.samples = samples;
        this.seed = seed;
        this.raw = raw;
        this.ports = model.outputs();
    }

    /** Predicts the first rows. */
    void run(int count, PredictionView view) {
        for (int first = 0; first < count; first += BATCH) {
            block(first, Math.min(BATCH, count - first), view);
        }
        view.end();
    }

    private void block(int first, int batch, PredictionView view) {
        Map<String, float[]> inputs = inputs(first, batch);
        Map<String, float[]> deviations = new HashMap<>();
        Map<String, float[]> means = samples == 0 ? computed(inputs, batch) : sampled(inputs, batch, first, deviations);
        for (int i = 0; i < batch; i++) {
            List<Prediction> outputs = new ArrayList<>();
            for (Port port : ports) {
                float[] deviation = deviations.get(port.name());
                outputs.add(new Prediction(raw ? port : Probabilities.port(port), label(port, first + i),
                        row(port, of(port, means), i), deviation == null ? null : row(port, deviation, i)));
            }
            view.row(new PredictedRow(first + i, rows.id(first + i).orElse(null), outputs));
        }
    }

    private Map<String, float[]> inputs(int first, int batch) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        for (Port port : model.inputs()) {
            boolean alone = model.inputs().size() == 1 && rows.inputs().size() == 1;
            if (!alone && !rows.inputs().contains(port.name())) {
                throw new InputException("the rows have no input '" + port.name() + "'; they have: "
                        + String.join(", ", rows.inputs()));
            }
            String name = alone ? rows.inputs().get(0) : port.name();
            float[] features = new float[batch * port.size()];
            for (int i = 0; i < batch; i++) {
                rows.features(name, first + i, features, i * port.size());
            }
            inputs.put(port.name(), features);
        }
        return inputs;
    }

    private Map<String, float[]> computed(Map<String, float[]> inputs, int batch) {
        Map<String, float[]> outputs = model.predict(inputs, batch);
        if (!raw) {
            ports.forEach(port -> Probabilities.replace(port, of(port, outputs)));
        }
        return outputs;
    }

    private Map<String, float[]> sampled(Map<String, float[]> inputs, int batch, int first, Map<String, float[]> deviations) {
        Map<String, float[]> means = new HashMap<>();
        if (raw || ports.stream().noneMatch(Probabilities::areOf)) {
            model.sample(inputs, batch, samples, seed(first)).forEach((name, sampled) -> {
                means.put(name, sampled.mean());
                deviations.put(name, sampled.deviation());
            });
            return means;
        }
        // The mean of probabilities is not that of the logits' mean: each draw is asked for by itself.
        SplittableRandom seeds = new SplittableRandom(seed(first));
        Map<String, Spread> spreads = new HashMap<>();
        for (int sample = 0; sample < samples; sample++) {
            Map<String, Sampled> drawn = model.sample(inputs, batch, 1, seeds.nextLong());
            for (Port port : ports) {
                float[] values = of(port, drawn).mean();
                Probabilities.replace(port, values);
                spreads.computeIfAbsent(port.name(), name -> new Spread(values.length)).add(values);
            }
        }
        spreads.forEach((name, spread) -> {
            means.put(name, spread.mean());
            deviations.put(name, spread.deviation());
        });
        return means;
    }

    // Draws are counted from the first row of a block: with one seed for all of them, they would be the same in each.
    private long seed(int first) {
        return first == 0 ? seed : new SplittableRandom(seed + first).nextLong();
    }

    private int label(Port port, int row) {
        boolean alone = ports.size() == 1 && rows.outputs().size() == 1;
        String name = alone ? rows.outputs().get(0) : port.name();
        return rows.outputs().contains(name) && rows.classes(name) > 0 ? rows.label(name, row) : -1;
    }

    private static <T> T of(Port port, Map<String, T> byOutput) {
        return Objects.requireNonNull(byOutput.get(port.name()), port.name());
    }

    private static float[] row(Port port, float[] values, int row) {
        return Arrays.copyOfRange(values, row * port.size(), (row + 1) * port.size());
    }

    /** Mean and standard deviation of numbers that come sample by sample, without cancellation (Welford, 1962). */
    private static final class Spread {
        private final double[] mean;
        private final double[] squares;
        private int count;

        Spread(int size) {
            mean = new double[size];
            squares = new double[size];
        }

        void add(float[] values) {
            count++;
            for (int i = 0; i < values.length; i++) {
                double distance = values[i] - mean[i];
                mean[i] += distance / count;
                squares[i] += distance * (values[i] - mean[i]);
            }
        }

        float[] mean() {
            float[] means = new float[mean.length];
            for (int i = 0; i < means.length; i++) {
                means[i] = (float) mean[i];
            }
            return means;
        }

        float[] deviation() {
            float[] deviations = new float[squares.length];
            for (int i = 0; i < deviations.length; i++) {
                deviations[i] = (float) Math.sqrt(squares[i] / count);
            }
            return deviations;
        }
    }
}
