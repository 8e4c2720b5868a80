package org.fascicle.core.network;

import org.fascicle.api.backend.Backend;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.core.training.Blueprint;
import org.fascicle.core.training.Predictor;
import org.fascicle.core.training.Schedules;
import org.fascicle.core.training.Store;

/** The two ways to predict with a network, each compiled when it is first asked for. Safe for many threads. */
final class Predictors implements AutoCloseable {
    private static final int BATCH = 256;

    private final Blueprint blueprint;
    private final Schedules schedules;
    private final Backend backend;
    private final Store store;
    private volatile Predictor plain;
    private volatile Predictor random;

    /**
     * Predictors with a network's present parameters.
     *
     * @param schedules tell what numbers that are scheduled are where training stands
     */
    Predictors(Blueprint blueprint, Schedules schedules, Backend backend, Store store) {
        this.schedules = schedules;
        this.blueprint = blueprint;
        this.backend = backend;
        this.store = store;
    }

    /** Nothing is random. */
    Predictor plain() {
        if (plain == null) {
            synchronized (this) {
                if (plain == null) {
                    plain = new Predictor(blueprint, Mode.INFERENCE, schedules, backend, store, BATCH);
                }
            }
        }
        return plain;
    }

    /** Layers draw as they do in training. */
    Predictor random() {
        if (random == null) {
            synchronized (this) {
                if (random == null) {
                    random = new Predictor(blueprint, Mode.MONTE_CARLO, schedules, backend, store, BATCH);
                }
            }
        }
        return random;
    }

    @Override
    public void close() {
        if (plain != null) {
            plain.close();
        }
        if (random != null) {
            random.close();
        }
    }
}
