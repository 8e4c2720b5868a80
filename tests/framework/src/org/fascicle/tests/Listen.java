package org.fascicle.tests;

import java.util.function.Consumer;

import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;

/** Listeners that the tests share. */
final class Listen {
    private Listen() {}

    /** Acts after each step. */
    static TrainingListener step(Consumer<Progress> action) {
        return new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                action.accept(progress);
            }
        };
    }

    /** Acts after each epoch. */
    static TrainingListener epoch(Consumer<Progress> action) {
        return new TrainingListener() {
            @Override
            public void epochEnded(Progress progress) {
                action.accept(progress);
            }
        };
    }

    /** Stops before the first step. */
    static TrainingListener stopAtOnce() {
        return new TrainingListener() {
            @Override
            public void started(Progress progress) {
                progress.stop();
            }
        };
    }

    /** Stops after a step, counted over all epochs from 1. */
    static TrainingListener stopAt(long step) {
        return step(progress -> {
            if (progress.step() >= step) {
                progress.stop();
            }
        });
    }
}
