package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;

/** The training of a {@link FakeNetwork}, which runs when it is waited for. */
final class FakeTraining implements TrainingPlan, Training {
    private final FakeNetwork network;
    private TrainingListener listener = TrainingListener.NONE;

    FakeTraining(FakeNetwork network) {
        this.network = network;
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public TrainingPlan listener(TrainingListener added) {
        listener = added;
        return this;
    }

    @Override
    public TrainingPlan set(String path, String json) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TrainingPlan watch(String technique) {
        return this;
    }

    @Override
    public TrainingPlan watchEvery(int steps) {
        return this;
    }

    @Override
    public TrainingPlan checkEvery(int steps) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TrainingPlan classWeights(Map<Integer, Double> weights) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TrainingPlan checkpoints(Checkpoints wanted) {
        network.checkpoints = wanted;
        return this;
    }

    @Override
    public TrainingPlan allowChanges() {
        network.changesAllowed = true;
        return this;
    }

    @Override
    public TrainingPlan follow(boolean higher) {
        network.follows = higher;
        return this;
    }

    @Override
    public TrainingPlan waitForTechniques(boolean patient) {
        network.waits = patient;
        return this;
    }

    @Override
    public Optional<Path> resumedFrom() {
        return Optional.ofNullable(network.resumedFrom);
    }

    @Override
    public Summary summary() {
        return network.summary();
    }

    @Override
    public Training start() {
        return this;
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TrainingResult join() {
        return network.train(listener);
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public void stop() {
        network.stopped = true;
    }

    @Override
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public History history() {
        return History.of(network.history);
    }

    @Override
    public long step() {
        return network.step;
    }

    @Override
    public void save(Path archive) {
        network.save(archive);
    }

    @Override
    public void change(String path, String json) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
