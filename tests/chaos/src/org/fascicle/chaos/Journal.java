package org.fascicle.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a campaign did, and what went wrong in it. */
final class Journal {
    private final long seed;
    private final long began = System.nanoTime();
    private final Map<Disturbance, Integer> counts = new EnumMap<>(Disturbance.class);
    private int resumes;
    private int refused;
    private int unwritten;
    private int compared;
    private int failures;

    Journal(long seed) {
        this.seed = seed;
    }

    void count(Disturbance kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void resumed() {
        resumes++;
    }

    /** A start that was refused with a message because its technique or backend was not there. */
    void refused() {
        refused++;
    }

    /** A training that came to its end on a full disk, and said that its archive was not written. */
    void unwritten() {
        unwritten++;
    }

    /** A training that came to its end with the right weights. */
    void equal() {
        compared++;
    }

    void failure(String what, Run run) {
        failure(what + ": " + run + "\n" + run.tail());
    }

    void failure(String what) {
        failures++;
        System.out.printf("FAILED (seed %d, after %d s) %s%n", seed, (System.nanoTime() - began) / 1_000_000_000L, what);
    }

    int failures() {
        return failures;
    }

    /** One line of counts. */
    String closing() {
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        String kinds = counts.entrySet().stream().map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
        return "chaos: seed " + seed + ": " + sum + " disturbances (" + kinds + "), "
                + counts.getOrDefault(Disturbance.KILL, 0) + " kills, " + resumes + " resumes, " + refused
                + " starts without a technique or backend refused, " + unwritten + " archives not written on a full disk, "
                + compared + " trainings equal to the bit, " + failures + " failures";
    }
}
