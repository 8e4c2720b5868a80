package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.watch.Health;

/** Several listeners as one. What one of them throws ends the training, with its name. Used by one thread. */
final class Listeners implements TrainingListener {
    private final List<TrainingListener> listeners;
    private boolean started;

    Listeners(List<TrainingListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void started(Progress progress) {
        // Once, though training may begin again on another backend.
        if (!started) {
            started = true;
            each(listener -> listener.started(progress));
        }
    }

    @Override
    public void stepped(Progress progress) {
        each(listener -> listener.stepped(progress));
    }

    @Override
    public void epochEnded(Progress progress) {
        each(listener -> listener.epochEnded(progress));
    }

    @Override
    public void checkpointed(Path archive, long step) {
        each(listener -> listener.checkpointed(archive, step));
    }

    @Override
    public void checkpointFailed(long step, InputException problem) {
        each(listener -> listener.checkpointFailed(step, problem));
    }

    @Override
    public void watched(Health health) {
        each(listener -> listener.watched(health));
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        each(listener -> listener.techniquesChanged(change));
    }

    @Override
    public void changed(DefinitionChange change) {
        each(listener -> listener.changed(change));
    }

    private void each(Consumer<TrainingListener> call) {
        for (TrainingListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (InputException | StateException | StoppedException e) {
                throw e;
            } catch (RuntimeException | LinkageError | AssertionError e) {
                throw new StateException("the listener " + listener.getClass().getName() + " failed, so training has ended: " + e,
                        e);
            }
        }
    }
}
