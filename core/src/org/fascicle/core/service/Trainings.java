package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.problem.StateException;

/** The trainings and models that are open, so that nothing of them outlives the platform. Safe for any thread. */
final class Trainings {
    private final Set<LiveTraining> trainings = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    /**
     * Adds a training.
     *
     * @param make makes it, of what it is to run when it is closed
     */
    synchronized LiveTraining add(Function<Runnable, LiveTraining> make) {
        if (closed) {
            throw new StateException("the platform has stopped");
        }
        LiveTraining[] made = new LiveTraining[1];
        made[0] = make.apply(() -> remove(made[0]));
        trainings.add(made[0]);
        return made[0];
    }

    private synchronized void remove(LiveTraining training) {
        trainings.remove(training);
    }

    /** Cancels all trainings, and waits for the step at hand of each. */
    void close() {
        ArrayList<LiveTraining> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(trainings);
        }
        open.forEach(LiveTraining::cancel);
        open.forEach(LiveTraining::close);
    }
}
