package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code training}. */
final class TrainingReader {
    private static final String CLASS_WEIGHT = "class_weight";
    private static final List<String> KEYS = List.of(
            "epochs", "batch_size", "seed", "shuffle", "precision", "early_stopping", CLASS_WEIGHT);
    private static final List<String> STOPPING_KEYS = List.of("monitor", "mode", "patience", "min_delta", "baseline",
            "start_from_epoch", "restore_best_weights");
    private static final String AUTO = "auto";
    private static final String MINIMUM = "min";
    private static final String MAXIMUM = "max";
    private static final List<String> MODES = List.of(AUTO, MINIMUM, MAXIMUM);
    private static final String VALIDATION = "val_";

    private final List<String> metrics;
    private final boolean validated;

    /**
     * A reader.
     *
     * @param metrics what the history calls the metrics
     * @param validated whether there are validation rows
     */
    TrainingReader(List<String> metrics, boolean validated) {
        this.metrics = metrics;
        this.validated = validated;
    }

    /** The defaults of a file that says nothing of training. */
    static TrainingSpec defaults() {
        return new TrainingSpec(
                TrainingSpec.DEFAULT_EPOCHS, TrainingSpec.DEFAULT_BATCH_SIZE, 0, true, Precision.FLOAT32, null, null);
    }

    TrainingSpec read(Place place) {
        if (!place.node().isObject()) {
            throw place.mismatch("an object");
        }
        place.permitOnly(KEYS, "key");
        TrainingSpec defaults = defaults();
        return new TrainingSpec(
                place.has("epochs") ? place.at("epochs").integerFrom(0) : defaults.epochs(),
                place.has("batch_size") ? place.at("batch_size").integerFrom(1) : defaults.batchSize(),
                place.has("seed") ? seed(place.at("seed")) : defaults.seed(),
                place.has("shuffle") ? place.at("shuffle").flag() : defaults.shuffle(),
                place.has("precision") ? precision(place.at("precision")) : defaults.precision(),
                place.gives("early_stopping") ? earlyStopping(place.at("early_stopping")) : null,
                classWeights(place));
    }

    /** Seed, batch size, epochs, precision and weights of classes alone; nothing else is read. */
    static TrainingSpec basics(Place place) {
        if (!place.node().isObject()) {
            throw place.mismatch("an object");
        }
        TrainingSpec defaults = defaults();
        return new TrainingSpec(
                place.has("epochs") ? place.at("epochs").integerFrom(0) : defaults.epochs(),
                place.has("batch_size") ? place.at("batch_size").integerFrom(1) : defaults.batchSize(),
                place.has("seed") ? seed(place.at("seed")) : defaults.seed(), defaults.shuffle(),
                place.has("precision") ? precision(place.at("precision")) : defaults.precision(), null,
                classWeights(place));
    }

    private static @Nullable ClassWeights classWeights(Place place) {
        return place.gives(CLASS_WEIGHT) ? ClassWeights.read(place.at(CLASS_WEIGHT)) : null;
    }

    private static long seed(Place place) {
        if (!place.node().isIntegralNumber() || !place.node().canConvertToLong()) {
            throw place.mismatch("a whole number of 64 bits");
        }
        return place.node().longValue();
    }

    private static Precision precision(Place place) {
        List<String> names = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            names.add(precision.toString());
        }
        return Precision.values()[names.indexOf(place.choice(names))];
    }

    private TrainingSpec.EarlyStopping earlyStopping(Place place) {
        if (!place.node().isObject()) {
            throw place.mismatch("an object such as { \"monitor\": \"val_loss\", \"patience\": 5 }");
        }
        place.permitOnly(STOPPING_KEYS, "key");
        int patience = place.has("patience") ? place.at("patience").integerFrom(0) : 0;
        double minDelta = place.has("min_delta") ? minDelta(place.at("min_delta")) : 0;
        double baseline = place.gives("baseline") ? place.at("baseline").number("a number") : Double.NaN;
        int start = place.has("start_from_epoch") ? place.at("start_from_epoch").integerFrom(0) : 0;
        boolean restore = place.has("restore_best_weights") && place.at("restore_best_weights").flag();
        String monitor = monitor(place);
        return new TrainingSpec.EarlyStopping(
                monitor, direction(place), patience, minDelta, baseline, start, restore);
    }

    private static Direction direction(Place place) {
        switch (place.has("mode") ? place.at("mode").choice(MODES) : AUTO) {
            case MINIMUM:
                return Direction.DOWN;
            case MAXIMUM:
                return Direction.UP;
            default:
                return Direction.NONE;
        }
    }

    private static double minDelta(Place place) {
        String expectation = "a number of at least 0";
        double value = place.number(expectation);
        if (value < 0) {
            throw place.mismatch(expectation);
        }
        return value;
    }

    private String monitor(Place place) {
        boolean given = place.has("monitor");
        Place where = given ? place.at("monitor") : place;
        String monitor = given ? where.text("a text") : "val_loss";
        List<String> known = new ArrayList<>(List.of("loss"));
        known.addAll(metrics);
        for (String name : List.copyOf(known)) {
            known.add(VALIDATION + name);
        }
        if (!known.contains(monitor)) {
            String hint = Nearest.hint(monitor, known);
            throw where.problem("there is no metric '" + monitor + "' to watch",
                    hint != null ? hint : "There are: " + String.join(", ", known));
        }
        if (monitor.startsWith(VALIDATION) && !validated) {
            throw where.problem("'" + monitor + "' needs validation rows, but the data hold none back",
                    "Add \"validation\": 0.1 to the data, or watch '" + monitor.substring(VALIDATION.length()) + "'");
        }
        return monitor;
    }
}
