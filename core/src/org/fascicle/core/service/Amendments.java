package org.fascicle.core.service;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Trainer;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the definition of a training that runs. Each makes another run of it, and the trainer of the one before ends when it
 * comes to a step boundary. Used by the thread that trains.
 */
final class Amendments {
    private final Relocation relocation;
    private final Queue<DefinitionChange> unreported = new ArrayDeque<>();
    /** The run whose trainer is still at work, though another one has taken its place. */
    private @Nullable TrainingRun former;
    private boolean making;
    private @Nullable String hindrance;

    Amendments(Relocation relocation) {
        this.relocation = relocation;
    }

    /** Another run goes on from here; ends the trainer of the one before. */
    static final class AmendedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AmendedException() {
            super("the definition was changed", null, false, false);
        }
    }

    /** Refuses changes from now on. */
    void hinder(String reason) {
        hindrance = reason;
    }

    /** Does something during which changes are refused. */
    <T> T hindered(String reason, Supplier<T> action) {
        String before = hindrance;
        hindrance = reason;
        try {
            return action.get();
        } finally {
            hindrance = before;
        }
    }

    /**
     * The run that goes on in place of another one.
     *
     * @param snapshot copies all that the other has
     */
    TrainingRun make(TrainingRun run, String path, String json, Supplier<Archive> snapshot) {
        Trainer trainer = run.trainer(true);
        if (hindrance != null) {
            throw new StateException("the training cannot be changed: " + hindrance);
        } else if (making || trainer.isWithinStep()) {
            throw new StateException(
                    "the training cannot be changed within a step: change it when the step has been made, or from"
                            + " another thread");
        }
        making = true;
        try {
            trainer.confirm();
            trainer.settle();
            TrainingRun next = relocation.amended(run, path, json, snapshot, unreported::add);
            // Its trainer may be what calls back, and still needs it.
            if (former == null) {
                former = run;
            } else {
                run.close();
            }
            return next;
        } finally {
            making = false;
        }
    }

    /** Ends the trainer at work if another run has taken its place. */
    void requireNone() {
        if (former != null) {
            throw new AmendedException();
        }
    }

    /** The trainer at work has ended. */
    void settle() {
        TrainingRun ended = former;
        former = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** Tells a listener of changes that it was not told yet. */
    void report(TrainingListener listener) {
        for (DefinitionChange next = unreported.poll(); next != null; next = unreported.poll()) {
            listener.changed(next);
        }
    }
}
