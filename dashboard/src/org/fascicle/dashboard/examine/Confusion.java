package org.fascicle.dashboard.examine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How often rows of each class were predicted as each class, with some examples for each pair: of mistakes those that the network is most
 * sure of, and of the others those that it is least sure of. Filled by one thread, then read by any.
 */
public final class Confusion {
    /** So many examples are kept for a pair. */
    static final int KEPT = 24;

    private final String output;
    private final List<String> classes;
    private final long[] counts;
    private final Map<Integer, PriorityQueue<Kept>> kept = new HashMap<>();
    private long unclear;

    /**
     * An example.
     *
     * @param row its number
     * @param probability of the class that is predicted; NaN if the network's numbers are none
     */
    public record Kept(int row, double probability) {}

    /** Nothing yet. */
    Confusion(String output, List<String> classes) {
        this.output = output;
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size() * classes.size()];
    }

    void add(int truth, int predicted, int row, double probability) {
        int cell = truth * classes.size() + predicted;
        counts[cell]++;
        boolean mistake = truth != predicted;
        PriorityQueue<Kept> best = kept.computeIfAbsent(cell, any -> new PriorityQueue<>(order(mistake).reversed()));
        best.add(new Kept(row, probability));
        if (best.size() > KEPT) {
            best.remove();
        }
    }

    /** A row that cannot be judged: what is predicted is no number, or its label is none of the classes. */
    void unclear() {
        unclear++;
    }

    /** The output. */
    public String output() {
        return output;
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** How many rows of a class were predicted as a class. */
    public long count(int truth, int predicted) {
        return counts[truth * classes.size() + predicted];
    }

    /** How many rows could not be judged. */
    public long unclearRows() {
        return unclear;
    }

    /** Examples of a class that were predicted as a class: mistakes begin with the surest, others with the least sure. */
    public List<Kept> examples(int truth, int predicted) {
        PriorityQueue<Kept> best = kept.get(truth * classes.size() + predicted);
        if (best == null) {
            return List.of();
        }
        List<Kept> sorted = new ArrayList<>(best);
        sorted.sort(order(truth != predicted));
        return sorted;
    }

    private static Comparator<Kept> order(boolean mistake) {
        Comparator<Kept> leastSureFirst = Comparator.comparingDouble(Kept::probability);
        return (mistake ? leastSureFirst.reversed() : leastSureFirst).thenComparing(Kept::row);
    }
}
