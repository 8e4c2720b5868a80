package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Summary;
import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/** What was seen of one network in a short training. Filled by {@link Examiner}, read by rules. */
final class Case {
    final ModelTree tree;
    /** The layers, in the order of the network, and the parameters. */
    @Nullable
    Summary summary;
    final List<Health> health = new ArrayList<>();
    /** The message of a training that diverged; null if it did not. */
    @Nullable
    String diverged;
    /** The loss on some rows before training; NaN where it is not finite. */
    double initialLoss = Double.NaN;
    /** The loss on the same rows after it. */
    double finalLoss = Double.NaN;
    /** The loss on them after a few steps, by the learning rate. */
    final SortedMap<Double, Double> lossByRate = new TreeMap<>();
    /** The learning rate that the definition has; NaN if a schedule gives it. */
    double rate = Double.NaN;
    /** Each epoch's loss on the rows that are trained, and on those that are not. */
    final List<Double> trained = new ArrayList<>();
    final List<Double> unseen = new ArrayList<>();
    Scale scale = Scale.NONE;
    /** The mean and deviation of the numbers that go into the network. */
    double inputMean = Double.NaN;
    double inputDeviation = Double.NaN;
    /** How many of the rows looked at have each class, and are predicted to have it; empty where there are no classes. */
    int[] labelled = {};
    int[] predicted = {};
    List<String> classes = List.of();
    /** The share of the rows trained on that are predicted rightly, and of those that are not trained on. */
    double accuracy = Double.NaN;
    double unseenAccuracy = Double.NaN;
    int unseenRows;

    Case(ModelTree tree) {
        this.tree = tree;
    }

    /** The mean of what a watch has measured in the last half of the training, by place. */
    Map<String, Double> late(String watch, String name) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Health each : health.subList(health.size() / 2, health.size())) {
            each.numbers(watch, name).forEach((place, value) -> {
                sums.merge(place, value, Double::sum);
                counts.merge(place, 1, Integer::sum);
            });
        }
        sums.replaceAll((place, sum) -> sum / counts.getOrDefault(place, 1));
        return sums;
    }

    /** What a watch has measured before the first step, by place. */
    Map<String, Double> first(String watch, String name) {
        return health.isEmpty() ? Map.of() : health.get(0).numbers(watch, name);
    }

    /** The position of a layer in the tree; -1 if it is not there. */
    int layer(String name) {
        List<Summary.Line> lines = summary == null ? List.of() : summary.lines();
        for (int i = 0; i < lines.size() && lines.size() == tree.layers(); i++) {
            if (lines.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
