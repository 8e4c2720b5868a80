package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.CheckpointFolder;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Trainer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a training's checkpoints: copies its state at a step boundary, and writes it on a thread of its own, one at a time. Used on
 * the thread that trains.
 */
final class Checkpointer {
    private static final Logger LOG = Logger.getLogger(Checkpointer.class.getName());
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Checkpoints wanted;
    private final CheckpointFolder folder;
    private final Supplier<Archive> snapshot;
    private long taken;
    private int epochs;
    private long nanos = System.nanoTime();
    private boolean due;
    private @Nullable Writing writing;

    /**
     * Checkpoints.
     *
     * @param clock where the training stands
     * @param snapshot copies the state between two steps
     */
    Checkpointer(Checkpoints wanted, Clock clock, Supplier<Archive> snapshot) {
        this.wanted = wanted;
        this.folder = new CheckpointFolder(wanted.path());
        this.taken = clock.step();
        this.epochs = clock.history().epochs();
        this.snapshot = snapshot;
    }

    /**
     * Refuses what cannot be written, before the first step.
     *
     * @param resumed whether the training goes on with another one
     */
    static void prepare(Checkpoints wanted, boolean resumed, Clock clock, Trainer trainer) {
        if (wanted.isFolder()) {
            new CheckpointFolder(wanted.path()).prepare(resumed, clock.step());
        } else {
            Archive.requireTarget(wanted.path());
        }
        if (wanted.keepsBest()) {
            trainer.isLastEpochBest(wanted.monitor().orElse(null));
        }
    }

    /** A step has been made: takes what is due, if nothing is still written. */
    void between(Clock clock, Trainer trainer, TrainingListener listener) {
        if (writing != null && !writing.thread.isAlive()) {
            settle(listener);
        }
        due |= isMoment(clock);
        boolean best = wanted.keepsBest() && clock.history().epochs() > epochs
                && trainer.isLastEpochBest(wanted.monitor().orElse(null));
        epochs = clock.history().epochs();
        if (best || due && writing == null) {
            take(clock, due, best, listener);
        }
    }

    /** No step follows: takes what was not taken yet, and waits until all is written. */
    void end(Clock clock, TrainingListener listener) {
        if (clock.step() > taken) {
            take(clock, true, false, listener);
        }
        settle(listener);
    }

    private boolean isMoment(Clock clock) {
        boolean epochEnd = clock.step() % clock.stepsPerEpoch() == 0;
        return wanted.steps() > 0 && clock.step() % wanted.steps() == 0
                || epochEnd && wanted.epochs() > 0 && clock.step() / clock.stepsPerEpoch() % wanted.epochs() == 0
                || wanted.time().isPresent() && System.nanoTime() - nanos >= wanted.time().get().toNanos();
    }

    private void take(Clock clock, boolean newest, boolean best, TrainingListener listener) {
        settle(listener);
        long step = clock.step();
        if (newest) {
            taken = step;
            due = false;
            nanos = System.nanoTime();
        }
        try {
            Archive archive = snapshot.get();
            writing = new Writing(archive, newest, best);
            writing.thread.start();
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(step, Problems.ours(e), listener);
        }
    }

    /** Waits for the one that is written, and reports it. */
    private void settle(TrainingListener listener) {
        Writing last = writing;
        if (last == null) {
            return;
        }
        writing = null;
        last.await();
        if (last.problem != null) {
            failed(last.step, last.problem, listener);
        }
        last.written.forEach(file -> listener.checkpointed(file, last.step));
    }

    private static void failed(long step, RuntimeException problem, TrainingListener listener) {
        LOG.warning("the checkpoint of step " + step + " was not written, and training goes on: " + problem.getMessage());
        listener.checkpointFailed(step, problem instanceof InputException ? (InputException) problem
                : new InputException(String.valueOf(problem.getMessage())));
    }

    /** One that is written, on a thread that ends with it. */
    private final class Writing {
        final long step;
        final List<Path> written = new ArrayList<>();
        final Thread thread;
        @Nullable
        RuntimeException problem;

        Writing(Archive archive, boolean newest, boolean best) {
            this.step = archive.step();
            this.thread = new Thread(() -> write(archive, newest, best), "fascicle-checkpoint-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
        }

        private void write(Archive archive, boolean newest, boolean best) {
            try {
                if (!wanted.isFolder()) {
                    archive.write(wanted.path());
                    written.add(wanted.path());
                    return;
                }
                if (newest) {
                    written.add(folder.write(archive));
                    folder.prune(wanted.kept());
                }
                if (best) {
                    written.add(folder.best(archive, newest));
                }
            } catch (RuntimeException | Error e) {
                problem = Problems.ours(e);
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
