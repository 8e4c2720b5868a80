package org.fascicle.core.training;

import java.util.Collections;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import org.fascicle.api.training.Progress;
import org.jspecify.annotations.Nullable;

/** What listeners get. Used by one thread. */
final class Report implements Progress {
    private final Clock clock;
    private final long rows;
    private final int batch;
    private final Supplier<Map<String, Double>> running;
    private final DoubleSupplier rate;
    private @Nullable Map<String, Double> ended;
    private long epochStart = System.nanoTime();
    private double seconds;
    private boolean begun;
    private boolean stopped;

    Report(Clock clock, long rows, int batch, Supplier<Map<String, Double>> running, DoubleSupplier rate) {
        this.clock = clock;
        this.rows = rows;
        this.batch = batch;
        this.running = running;
        this.rate = rate;
    }

    void stepped() {
        begun = true;
    }

    void endEpoch(Map<String, Double> metrics) {
        seconds = seconds();
        ended = Collections.unmodifiableMap(metrics);
    }

    void nextEpoch() {
        epochStart = System.nanoTime();
        ended = null;
        begun = false;
    }

    /** Whether all steps of the epoch at hand are made, and its end is not reported yet. */
    boolean isToEnd() {
        return isEpochFull() && ended == null;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public int epoch() {
        return isEpochFull() ? clock.epoch() : clock.epoch() + 1;
    }

    @Override
    public int epochs() {
        return clock.epochs();
    }

    @Override
    public long stepInEpoch() {
        return isEpochFull() ? clock.stepsPerEpoch() : clock.step() % clock.stepsPerEpoch();
    }

    // The clock already counts as the next epoch what a listener still sees as the end of this one.
    private boolean isEpochFull() {
        return begun && clock.step() % clock.stepsPerEpoch() == 0;
    }

    @Override
    public long stepsPerEpoch() {
        return clock.stepsPerEpoch();
    }

    @Override
    public long step() {
        return clock.step();
    }

    @Override
    public long samples() {
        return Math.min(rows, stepInEpoch() * batch);
    }

    @Override
    public double seconds() {
        return ended != null ? seconds : (System.nanoTime() - epochStart) / 1e9;
    }

    @Override
    public Map<String, Double> metrics() {
        return ended != null ? ended : running.get();
    }

    @Override
    public double learningRate() {
        return rate.getAsDouble();
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
