package org.fascicle.builder;

import java.util.Map;

import org.fascicle.builder.technique.Values;
import org.jspecify.annotations.Nullable;

/** When a training ends before its last epoch: once a metric has not become better for some epochs. Immutable. */
public final class EarlyStopping {
    private final Values values;

    private EarlyStopping(Values values) {
        this.values = values;
    }

    /** Watches {@code val_loss}, and stops after the first epoch in which it has not become smaller. */
    public static EarlyStopping earlyStopping() {
        return new EarlyStopping(Values.none());
    }

    /** Watches another metric, by its name in the history: {@code val_accuracy}. */
    public EarlyStopping monitor(String metric) {
        return with("monitor", metric);
    }

    /** Whether less ({@code min}) or more ({@code max}) is better; {@code auto}, the default, asks the metric. */
    public EarlyStopping mode(String mode) {
        return with("mode", mode);
    }

    /** Waits this many epochs for a better one; 0 by default. */
    public EarlyStopping patience(int epochs) {
        return with("patience", epochs);
    }

    /** Counts only a difference of at least this as better; 0 by default. */
    public EarlyStopping minDelta(double difference) {
        return with("min_delta", difference);
    }

    /** Begins to wait anew only with an epoch that is also better than this; none by default. */
    public EarlyStopping baseline(double value) {
        return with("baseline", value);
    }

    /** Does not watch this many epochs at the beginning; 0 by default. */
    public EarlyStopping startFromEpoch(int epochs) {
        return with("start_from_epoch", epochs);
    }

    /** Whether the weights of the best epoch are put back at the end; false by default. */
    public EarlyStopping restoreBestWeights(boolean restore) {
        return with("restore_best_weights", restore);
    }

    private EarlyStopping with(String key, Object value) {
        return new EarlyStopping(values.with(key, value));
    }

    /** As it stands in a model file. */
    public Map<String, Object> tree() {
        return values.options();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EarlyStopping && values.equals(((EarlyStopping) other).values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "early stopping " + values;
    }
}
