package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.problem.StateException;

/** The trainings that are open, so that none outlives the platform. Safe for any thread. */
final class Trainings {
    private final Set<LiveTraining> trainings = Collections.newSetFromMap(new IdentityHashMap<>());
    private final long patience;
    private boolean closed;

    /**
     * None yet.
     *
     * @param patience how long trainings wait for techniques that have left before they end, in nanoseconds
     */
    Trainings(long patience) {
        this.patience = patience;
    }

    long patience() {
        return patience;
    }

    /**
     * Adds a training.
     *
     * @param make makes it, of what it is to run when it is closed
     */
    synchronized LiveTraining add(Function<Runnable, LiveTraining> make) {
        requireOpen();
        LiveTraining[] made = new LiveTraining[1];
        made[0] = make.apply(() -> remove(made[0]));
        trainings.add(made[0]);
        return made[0];
    }

    /** Refuses if the platform has stopped. */
    synchronized void requireOpen() {
        if (closed) {
            throw new StateException("the platform has stopped");
        }
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
