package org.fascicle.core.training;

import java.util.Set;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * What early stopping, a schedule or the checkpoints watch of the history: one rule for all of them, which holds before the first step.
 * Immutable.
 */
final class Watched {
    private final String metric;
    private final String watcher;
    private final String source;
    private final @Nullable String pointer;

    /**
     * What somebody watches.
     *
     * @param metric by its name in the history
     * @param watcher who, for messages
     * @param source what messages call the model file
     * @param pointer where it stands there; null if it does not
     */
    Watched(String metric, String watcher, String source, @Nullable String pointer) {
        this.metric = metric;
        this.watcher = watcher;
        this.source = source;
        this.pointer = pointer;
    }

    /** Refuses what is never reported. */
    void requireReported(Set<String> reported) {
        if (reported.contains(metric)) {
            return;
        }
        String hint = Nearest.hint(metric, reported);
        boolean unvalidated = metric.startsWith(Trainer.VALIDATION)
                && reported.contains(metric.substring(Trainer.VALIDATION.length()));
        throw new InputException(source, pointer, watcher + " watches '" + metric + "', which is not among what is reported: "
                + String.join(", ", reported),
                unvalidated ? "Set \"validation\" of the data, or watch '"
                        + metric.substring(Trainer.VALIDATION.length()) + "'" : hint);
    }

    /**
     * Whether more is better.
     *
     * @param given by whoever watches; none if the metric is to say it
     * @param remedy if nobody says it
     */
    boolean isUpward(Direction given, Directions directions, String remedy) {
        Direction direction = given == Direction.NONE ? directions.of(metric) : given;
        if (direction == Direction.NONE) {
            throw new InputException(source, pointer, watcher + " watches '" + metric
                    + "', which does not say whether more or less is better", remedy);
        }
        return direction == Direction.UP;
    }
}
