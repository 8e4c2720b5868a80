package org.fascicle.api.training;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Where and when a training saves itself while it goes on. A checkpoint is an archive of the state between two steps, so that
 * {@code Fascicle.resume} goes on from it to the bit. Where no interval is set, one is written after each epoch; where several are,
 * at whichever comes first. At the end of the training, however it ends, one more is written. Immutable.
 *
 * <p>A checkpoint is written beside the training: a step boundary only copies the tensors. While the one before is still written,
 * the next waits for it and the training does not: it is taken at the first step boundary at which it can be.
 */
public final class Checkpoints {
    private static final int KEPT = 3;

    private final Path path;
    private final boolean folder;
    private final long steps;
    private final int epochs;
    private final @Nullable Duration time;
    private final int kept;
    private final boolean best;
    private final @Nullable String monitor;

    private Checkpoints(Path path, boolean folder, long steps, int epochs, @Nullable Duration time, int kept, boolean best,
            @Nullable String monitor) {
        this.path = path;
        this.folder = folder;
        this.steps = steps;
        this.epochs = epochs;
        this.time = time;
        this.kept = kept;
        this.best = best;
        this.monitor = monitor;
    }

    /**
     * Checkpoints in a folder, which is made where it is not there: {@code step-1500.fasc} after 1500 steps, the newest of them once
     * more as {@code last.fasc}, and the best epoch's as {@code best.fasc}. A new training refuses a folder that has checkpoints; a
     * resumed one goes on with those of its own, and what is later than it gets {@code .old} behind its name. No two trainings have a
     * folder at a time.
     */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(requireGiven(folder, "folder"), true, 0, 0, null, KEPT, true, null);
    }

    /** Checkpoints in one file, each in place of the one before. */
    public static Checkpoints to(Path file) {
        return new Checkpoints(requireGiven(file, "file"), false, 0, 0, null, 1, false, null);
    }

    /** One whenever this number of steps is made, counted over all epochs. */
    public Checkpoints everySteps(long number) {
        return new Checkpoints(path, folder, positive(number, "steps"), epochs, time, kept, best, monitor);
    }

    /** One whenever this number of epochs is made. */
    public Checkpoints everyEpochs(int number) {
        return new Checkpoints(path, folder, steps, (int) positive(number, "epochs"), time, kept, best, monitor);
    }

    /** One at the first step boundary after each such time. */
    public Checkpoints every(Duration duration) {
        positive(requireGiven(duration, "duration").toMillis(), "milliseconds");
        return new Checkpoints(path, folder, steps, epochs, duration, kept, best, monitor);
    }

    /** Keeps this number of the newest, beside the best; 3 by default. */
    public Checkpoints keep(int newest) {
        return new Checkpoints(path, folder, steps, epochs, time, (int) positive(newest, "checkpoints"), best, monitor);
    }

    /**
     * Whether the best epoch's is kept in the folder; it is by default. The training waits until it is taken, so that it is the
     * epoch's own.
     */
    public Checkpoints best(boolean wanted) {
        return new Checkpoints(path, folder, steps, epochs, time, kept, wanted && folder, monitor);
    }

    /**
     * With the loss or metric that says which epoch is the best, by its name in the history. By default it is what early stopping
     * watches; without that the loss over the rows that watch the training, and without those the loss.
     */
    public Checkpoints monitor(String metric) {
        return new Checkpoints(path, folder, steps, epochs, time, kept, best, requireGiven(metric, "metric"));
    }

    /** The folder or file. */
    public Path path() {
        return path;
    }

    /** Whether the path is a folder. */
    public boolean isFolder() {
        return folder;
    }

    /** The steps from one to the next; 0 if it is not steps that count. */
    public long steps() {
        return steps;
    }

    /** The epochs from one to the next; 0 if it is not epochs that count. */
    public int epochs() {
        return epochs == 0 && steps == 0 && time == null ? 1 : epochs;
    }

    /** The time from one to the next, if it counts. */
    public Optional<Duration> time() {
        return Optional.ofNullable(time);
    }

    /** How many of the newest are kept. */
    public int kept() {
        return kept;
    }

    /** Whether the best epoch's is kept. */
    public boolean keepsBest() {
        return best;
    }

    /** What says which epoch is the best, if it was set. */
    public Optional<String> monitor() {
        return Optional.ofNullable(monitor);
    }

    private static long positive(long number, String what) {
        if (number < 1) {
            throw new InputException("checkpoints need at least 1 of " + what + ", not " + number);
        }
        return number;
    }
}
