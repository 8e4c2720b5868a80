package org.fascicle.core.model;

import java.util.Objects;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.metric.Direction;
import org.jspecify.annotations.Nullable;

/** How a network is trained, as its model file says. Immutable. */
public final class TrainingSpec {
    /** The epochs of a file that names none. */
    public static final int DEFAULT_EPOCHS = 10;
    /** The rows per step of a file that names none, as in Keras. */
    public static final int DEFAULT_BATCH_SIZE = 32;

    private final int epochs;
    private final int batchSize;
    private final long seed;
    private final boolean shuffle;
    private final Precision precision;
    private final @Nullable EarlyStopping earlyStopping;
    private final @Nullable ClassWeights classWeights;

    TrainingSpec(int epochs, int batchSize, long seed, boolean shuffle, Precision precision,
            @Nullable EarlyStopping earlyStopping, @Nullable ClassWeights classWeights) {
        this.epochs = epochs;
        this.batchSize = batchSize;
        this.seed = seed;
        this.shuffle = shuffle;
        this.precision = Objects.requireNonNull(precision);
        this.earlyStopping = earlyStopping;
        this.classWeights = classWeights;
    }

    /** How often all training rows are seen; 0 leaves first values; {@value #DEFAULT_EPOCHS} by default. */
    public int epochs() {
        return epochs;
    }

    /** The rows per step, at least 1; {@value #DEFAULT_BATCH_SIZE} by default. */
    public int batchSize() {
        return batchSize;
    }

    /** Where all random numbers come from; 0 by default. */
    public long seed() {
        return seed;
    }

    /** Whether each epoch sees the training rows in an order of its own; true by default. */
    public boolean shuffle() {
        return shuffle;
    }

    /** What real numbers are; float32 by default. */
    public Precision precision() {
        return precision;
    }

    /** When to stop before the last epoch; null for never. */
    public @Nullable EarlyStopping earlyStopping() {
        return earlyStopping;
    }

    /** What the losses of the rows of a class are multiplied with; null for 1. */
    public @Nullable ClassWeights classWeights() {
        return classWeights;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TrainingSpec)) {
            return false;
        }
        TrainingSpec that = (TrainingSpec) other;
        return epochs == that.epochs && batchSize == that.batchSize && seed == that.seed && shuffle == that.shuffle
                && precision == that.precision && Objects.equals(earlyStopping, that.earlyStopping)
                && Objects.equals(classWeights, that.classWeights);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epochs, batchSize, seed, shuffle, precision, earlyStopping, classWeights);
    }

    /** When to stop before the last epoch: once a metric has not become better for some epochs. As in Keras. Immutable. */
    public static final class EarlyStopping {
        private final String monitor;
        private final Direction direction;
        private final int patience;
        private final double minDelta;
        private final double baseline;
        private final int startFromEpoch;
        private final boolean restoreBestWeights;

        EarlyStopping(String monitor, Direction direction, int patience, double minDelta, double baseline, int startFromEpoch,
                boolean restoreBestWeights) {
            this.monitor = Objects.requireNonNull(monitor);
            this.direction = Objects.requireNonNull(direction);
            this.patience = patience;
            this.minDelta = minDelta;
            this.baseline = baseline;
            this.startFromEpoch = startFromEpoch;
            this.restoreBestWeights = restoreBestWeights;
        }

        /** The metric that is watched, by its name in the history; {@code val_loss} by default. */
        public String monitor() {
            return monitor;
        }

        /** Whether greater is better, or smaller; {@code NONE} where the metric itself says it. */
        public Direction direction() {
            return direction;
        }

        /** How many epochs without a better value are allowed, at least 0; 0 by default. */
        public int patience() {
            return patience;
        }

        /** By how much a value must differ to count as better, at least 0; 0 by default. */
        public double minDelta() {
            return minDelta;
        }

        /** What a value must be better than to end the waiting; NaN, the default, if all are good enough. */
        public double baseline() {
            return baseline;
        }

        /** How many epochs at the beginning are not watched, at least 0; 0 by default. */
        public int startFromEpoch() {
            return startFromEpoch;
        }

        /** Whether the weights of the best epoch are put back at the end; false by default. */
        public boolean restoreBestWeights() {
            return restoreBestWeights;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof EarlyStopping)) {
                return false;
            }
            EarlyStopping that = (EarlyStopping) other;
            return monitor.equals(that.monitor) && direction == that.direction && patience == that.patience
                    && minDelta == that.minDelta && Double.compare(baseline, that.baseline) == 0
                    && startFromEpoch == that.startFromEpoch && restoreBestWeights == that.restoreBestWeights;
        }

        @Override
        public int hashCode() {
            return Objects.hash(monitor, direction, patience, minDelta, baseline, startFromEpoch, restoreBestWeights);
        }
    }
}
