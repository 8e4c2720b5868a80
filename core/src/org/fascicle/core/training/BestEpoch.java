package org.fascicle.core.training;

import java.util.List;
import java.util.Set;

import org.fascicle.api.metric.Direction;
import org.jspecify.annotations.Nullable;

/** Which epoch was the best by a metric of the history: by what early stopping watches, or by one that was named. Immutable. */
final class BestEpoch {
    private final String metric;
    private final @Nullable EarlyStop early;
    private final double sign;

    private BestEpoch(String metric, @Nullable EarlyStop early, double sign) {
        this.metric = metric;
        this.early = early;
        this.sign = sign;
    }

    /**
     * A rule.
     *
     * @param named the metric; null for what early stopping watches, else the loss over the rows that watch training, else the loss
     * @param reported what the history has
     */
    static BestEpoch of(@Nullable String named, @Nullable EarlyStop early, Set<String> reported, Directions directions,
            String source) {
        if (early != null && (named == null || named.equals(early.monitor()))) {
            return new BestEpoch(early.monitor(), early, 0);
        }
        String validated = Trainer.VALIDATION + Blueprint.LOSS;
        String metric = named != null ? named : reported.contains(validated) ? validated : Blueprint.LOSS;
        Watched watched = new Watched(metric, "the best epoch's checkpoint", source, null);
        watched.requireReported(reported);
        return new BestEpoch(metric, null, watched.isUpward(Direction.NONE, directions, "Name another metric") ? 1 : -1);
    }

    /** The index of the best epoch of a history: the last that was better than all before it; -1 without any. NaN is never better. */
    int best(Clock clock) {
        List<Double> values = clock.history(metric);
        if (early != null) {
            return early.best(values);
        }
        int best = -1;
        for (int epoch = 0; epoch < values.size(); epoch++) {
            double value = values.get(epoch);
            if (!Double.isNaN(value) && (best < 0 || sign * (value - values.get(best)) > 0)) {
                best = epoch;
            }
        }
        return best;
    }
}
