package org.fascicle.bench.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What one network at one batch size has shown: samples per second of each contestant, round by round. */
final class Cell {
    final String network;
    final int batch;
    private final Map<Contestant, List<Double>> rounds = new LinkedHashMap<>();
    private final List<Double> loads = new ArrayList<>();

    Cell(String network, int batch) {
        this.network = network;
        this.batch = batch;
    }

    void add(Contestant contestant, double samplesPerSecond) {
        rounds.computeIfAbsent(contestant, any -> new ArrayList<>()).add(samplesPerSecond);
    }

    void load(double average) {
        loads.add(average);
    }

    /** The system's load average, the median over the rounds. */
    double load() {
        return median(loads);
    }

    Iterable<Contestant> contestants() {
        return rounds.keySet();
    }

    List<Double> of(Contestant contestant) {
        return rounds.get(contestant);
    }

    /** In each round the best of those that are meant; empty if there are none. */
    List<Double> best(Predicate<Contestant> meant) {
        List<Double> best = new ArrayList<>();
        rounds.forEach((contestant, values) -> {
            if (meant.test(contestant)) {
                for (int i = 0; i < values.size(); i++) {
                    if (i == best.size()) {
                        best.add(values.get(i));
                    } else {
                        best.set(i, Math.max(best.get(i), values.get(i)));
                    }
                }
            }
        });
        return best;
    }

    /** The ratios of the best of both, round by round; empty if one of both is missing. */
    List<Double> ratios(Predicate<Contestant> ours, Predicate<Contestant> theirs) {
        List<Double> above = best(ours);
        List<Double> below = best(theirs);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
            ratios.add(above.get(i) / below.get(i));
        }
        return ratios;
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    static double greatest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
