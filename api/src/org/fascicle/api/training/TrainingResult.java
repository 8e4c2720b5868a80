package org.fascicle.api.training;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** How training ended. Immutable. */
public final class TrainingResult {
    /** Why training ended. */
    public enum End {
        /** All epochs were made. */
        COMPLETED,
        /** The watched metric no longer improved. */
        EARLY_STOPPED,
        /** It was asked to stop. */
        STOPPED,
        /**
         * A technique that it uses has left, and nothing that is installed can replace it. What it has learned is kept, and it can be
         * saved and resumed.
         */
        TECHNIQUE_MISSING,
        /**
         * The backend that it ran on has left, and none that may take its place came within a few seconds. What it has learned is
         * kept, and it can be saved and resumed.
         */
        BACKEND_MISSING
    }

    private final End end;
    private final int bestEpoch;
    private final History history;
    private final @Nullable String reason;

    private TrainingResult(End end, int bestEpoch, History history, @Nullable String reason) {
        this.end = end;
        this.bestEpoch = bestEpoch;
        this.history = history;
        this.reason = reason;
    }

    /** A result. */
    public static TrainingResult of(End end, int bestEpoch, History history) {
        return new TrainingResult(end, bestEpoch, history, null);
    }

    /** This with what led to the end. */
    public TrainingResult because(String words) {
        return new TrainingResult(end, bestEpoch, history, words);
    }

    /** What led to the end, as sentences: which technique or backend is missing, and what would provide it. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Why it ended. */
    public End end() {
        return end;
    }

    /** The epoch, from 1, whose parameters the network has, if early stopping restored them; else 0. */
    public int bestEpoch() {
        return bestEpoch;
    }

    /** Loss and metrics after each epoch. */
    public History history() {
        return history;
    }
}
