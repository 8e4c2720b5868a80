package org.fascicle.tests;

import org.fascicle.api.network.Network;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;

/** Stops training after a step, counted over all epochs from 1. */
public final class StopAt implements TrainingListener {
    private final long step;

    private StopAt(long step) {
        this.step = step;
    }

    /** Trains a network until a step has been made; it must not have been made yet. */
    public static void step(Network network, long step) {
        network.train(new StopAt(step));
    }

    @Override
    public void stepped(Progress progress) {
        if (progress.step() >= step) {
            progress.stop();
        }
    }
}
