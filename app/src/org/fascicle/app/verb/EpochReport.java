package org.fascicle.app.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.training.Progress;

/** What is reported of one epoch. */
record EpochReport(int epoch, int epochs, Map<String, Double> metrics, double learningRate, long samples, double seconds) {
    static EpochReport of(Progress progress) {
        return new EpochReport(progress.epoch(), progress.epochs(), new LinkedHashMap<>(progress.metrics()),
                progress.learningRate(), progress.samples(), progress.seconds());
    }

    double loss() {
        return metrics.getOrDefault("loss", Double.NaN);
    }

    /** All metrics but the loss. */
    Map<String, Double> otherMetrics() {
        Map<String, Double> others = new LinkedHashMap<>(metrics);
        others.remove("loss");
        return others;
    }

    double samplesPerSecond() {
        return samples / seconds;
    }
}
