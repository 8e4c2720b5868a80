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
final class Checkpointer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Checkpointer.class.getName());
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Checkpoints wanted;
    private final CheckpointFolder folder;
    private long taken;
    private int epochs;
    private long nanos = System.nanoTime();
    private boolean due;
    private @Nullable Writing writing;

    private Checkpointer(Checkpoints wanted, Clock clock) {
        this.wanted = wanted;
        this.folder = new CheckpointFolder(wanted.path());
        this.taken = clock.step();
        this.epochs = clock.history().epochs();
    }

    /**
     * Checkpoints of a training; what cannot be written is refused before its first step. Keeps other trainings out of the folder until it
     * is closed.
     *
     * @param resumed what the training goes on from; null for a new one
     * @param clock where the training stands
     */
    static Checkpointer of(Checkpoints wanted, @Nullable Snapshot resumed, Clock clock, Trainer trainer) {
        Checkpointer checkpointer = new Checkpointer(wanted, clock);
        boolean prepared = false;
        try {
            checkpointer.prepare(resumed, trainer);
            prepared = true;
            return checkpointer;
        } finally {
            if (!prepared) {
                checkpointer.close();
            }
        }
    }

    private void prepare(@Nullable Snapshot resumed, Trainer trainer) {
        int best = wanted.keepsBest() ? trainer.bestEpoch(wanted.monitor().orElse(null)) : 0;
        if (!wanted.isFolder()) {
            Archive.requireTarget(wanted.path());
        } else if (resumed == null) {
            folder.prepare();
        } else {
            folder.prepare(resumed.archive(), resumed.file());
            if (wanted.keepsBest()) {
                folder.prepareBest(resumed.archive(), resumed.file(), best);
            }
        }
    }

    /**
     * A step has been made: takes what is due, if nothing is still written.
     *
     * @param snapshot copies the state between two steps
     */
    void between(Clock clock, Trainer trainer, TrainingListener listener, Supplier<Archive> snapshot) {
        if (writing != null && !writing.thread.isAlive()) {
            settle(listener);
        }
        due |= isMoment(clock);
        int made = clock.history().epochs();
        boolean best = wanted.keepsBest() && made > epochs && trainer.bestEpoch(wanted.monitor().orElse(null)) == made;
        epochs = made;
        if (best || due && writing == null) {
            trainer.confirm();
            take(clock, due, best, listener, snapshot);
        }
    }

    /** No step follows: takes what was not taken yet, and waits until all is written. */
    void end(Clock clock, TrainingListener listener, Supplier<Archive> snapshot) {
        if (clock.step() > taken) {
            take(clock, true, false, listener, snapshot);
        }
        settle(listener);
    }

    /** Lets other trainings have the folder. */
    @Override
    public void close() {
        folder.close();
    }

    private boolean isMoment(Clock clock) {
        boolean epochEnd = clock.step() % clock.stepsPerEpoch() == 0;
        return wanted.steps() > 0 && clock.step() % wanted.steps() == 0
                || epochEnd && wanted.epochs() > 0 && clock.step() / clock.stepsPerEpoch() % wanted.epochs() == 0
                || wanted.time().isPresent() && System.nanoTime() - nanos >= wanted.time().get().toNanos();
    }

    private void take(Clock clock, boolean newest, boolean best, TrainingListener listener, Supplier<Archive> snapshot) {
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
