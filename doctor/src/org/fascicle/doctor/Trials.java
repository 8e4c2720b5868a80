package org.fascicle.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;

/** Trains changed networks for a few steps each. That takes longer than all else, and is done when a rule asks. */
final class Trials {
    static final String RATE = "learning_rate";
    /** For how many steps a rate is tried, at most. */
    static final int STEPS = 60;
    /** What the rate is multiplied with, and rates that are tried as well, whatever it is. */
    private static final List<Double> FACTORS = List.of(0.001, 0.01, 0.1, 1.0, 10.0);
    private static final List<Double> USUAL = List.of(0.001, 0.01, 0.1, 1.0);

    private final Fascicle fascicle;
    private final Settings settings;
    private final Definition definition;
    private final Data data;
    private final Rows rows;
    private final int steps;

    /**
     * Trials.
     *
     * @param definition what is changed; names the folder of other files
     * @param steps for how many steps, where it is not said otherwise
     * @param data what is trained on
     * @param rows what the loss is measured on
     */
    Trials(Fascicle fascicle, Settings settings, Definition definition, Data data, Rows rows, int steps) {
        this.fascicle = fascicle;
        this.settings = settings;
        this.definition = definition;
        this.data = data;
        this.rows = rows;
        this.steps = steps;
    }

    /** The loss after all steps; infinite if the training diverged. */
    double loss(ModelTree tree) {
        return loss(tree, steps);
    }

    /**
     * The loss before any training.
     *
     * @param shifts what is subtracted from features, by the input; empty if they go in as they are
     * @param factors what the difference is multiplied with
     */
    double initialLoss(ModelTree tree, Map<String, double[]> shifts, Map<String, double[]> factors) {
        try (Model model = fascicle.create(placed(tree), data, settings)) {
            shifts.forEach((input, shift) -> model.scale(input, shift, factors.getOrDefault(input, shift)));
            return Course.loss(model, rows);
        }
    }

    private Definition placed(ModelTree tree) {
        Definition changed = Definition.tree(tree.root(), definition.label());
        return definition.folder().map(changed::in).orElse(changed);
    }

    private double loss(ModelTree tree, int count) {
        try (Model model = fascicle.create(placed(tree), data, settings)) {
            return Course.lossAfter(fascicle.train(model, data), count, rows);
        }
    }

    /**
     * The loss after a few steps with each of some rates, by the rate.
     *
     * @param rate that of the definition, which stands for it as it is, with its schedule if it has one
     */
    SortedMap<Double, Double> rates(ModelTree tree, double rate) {
        SortedSet<Double> tried = new TreeSet<>(List.of(rate));
        Stream.concat(FACTORS.stream().map(factor -> rate * factor), USUAL.stream()).forEach(each -> {
            if (tried.stream().noneMatch(known -> known / each < 2 && each / known < 2)) {
                tried.add(Double.parseDouble(String.format(Locale.ROOT, "%.6g", each)));
            }
        });
        SortedMap<Double, Double> losses = new TreeMap<>();
        for (double each : tried) {
            losses.put(each, loss(each == rate ? tree : tree.copy().setOptimizer(RATE, each), Math.min(steps, STEPS)));
        }
        return losses;
    }
}
