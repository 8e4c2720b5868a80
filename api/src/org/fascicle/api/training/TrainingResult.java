package org.fascicle.api.training;

/** How training ended. Immutable. */
public final class TrainingResult {
    /** Why training ended. */
    public enum End {
        /** All epochs were made. */
        COMPLETED,
        /** The watched metric no longer improved. */
        EARLY_STOPPED,
        /** It was asked to stop. */
        STOPPED
    }

    private final End end;
    private final int bestEpoch;
    private final History history;

    private TrainingResult(End end, int bestEpoch, History history) {
        this.end = end;
        this.bestEpoch = bestEpoch;
        this.history = history;
    }

    /** A result. */
    public static TrainingResult of(End end, int bestEpoch, History history) {
        return new TrainingResult(end, bestEpoch, history);
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
