package org.fascicle.core.inference;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Sampled;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Store;

/**
 * Predicts with the tensors of a store, with nothing random or as in training. Programs are compiled when they are first needed, for
 * as many rows as come: one row needs the memory of one. Safe for many threads.
 */
public final class Predictors implements AutoCloseable {
    private static final int[] SIZES = {1, 16, 256};

    private final InferenceGraphs graphs;
    private final Layout layout;
    private final ToDoubleFunction<String> schedules;
    private final Backend backend;
    private final Store store;
    private final Map<Integer, Predictor> plain = new ConcurrentHashMap<>();
    private final Map<Integer, Predictor> random = new ConcurrentHashMap<>();

    /**
     * Predictors with a network's present parameters.
     *
     * @param layout how they lie in the store
     * @param schedules give what numbers that are scheduled are where training stands
     */
    public Predictors(InferenceGraphs graphs, Layout layout, ToDoubleFunction<String> schedules, Backend backend, Store store) {
        this.graphs = graphs;
        this.layout = layout;
        this.schedules = schedules;
        this.backend = backend;
        this.store = store;
    }

    /**
     * The outputs for some rows, by name; nothing is random.
     *
     * @param features scaled, row-major, by {@link InferenceGraphs#batch(String)}
     */
    public Map<String, float[]> predict(Map<String, float[]> features, int rows) {
        return of(plain, Mode.INFERENCE, rows).predict(features, rows);
    }

    /**
     * Mean and spread of the outputs for some rows, by name; layers draw as they do in training.
     *
     * @param features scaled, row-major, by {@link InferenceGraphs#batch(String)}
     */
    public Map<String, Sampled> sample(Map<String, float[]> features, int rows, int samples, long seed) {
        // Draws depend on the place of a row in its batch: always the same batches.
        return of(random, Mode.MONTE_CARLO, SIZES[SIZES.length - 1]).sample(features, rows, samples, seed);
    }

    private Predictor of(Map<Integer, Predictor> known, Mode mode, int rows) {
        int size = SIZES[0];
        for (int i = 1; size < rows && i < SIZES.length; i++) {
            size = SIZES[i];
        }
        Predictor predictor = known.get(size);
        return predictor != null ? predictor : known.computeIfAbsent(size,
                most -> new Predictor(graphs.prediction(mode, layout), schedules, backend, store, most));
    }

    @Override
    public void close() {
        plain.values().forEach(Predictor::close);
        random.values().forEach(Predictor::close);
        plain.clear();
        random.clear();
    }
}
