package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of numbers. They are looked at in 64 bits as they come, and kept in 32, as their distance from an origin. A missing one is
 * NaN. Filled by one thread, then only read.
 */
final class NumberColumn {
    private static final int BITS = 14;
    private static final int MASK = (1 << BITS) - 1;
    /** The part of a column's range that rounding to 32 bits may cost. */
    private static final double TOLERANCE = 1e-6;

    private final double origin;
    private final List<float[]> chunks = new ArrayList<>();
    private int size;
    private long known;
    private long missingLine = -1;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double worst;
    private boolean whole = true;
    private double sum;
    private double lost;
    private float fill = Float.NaN;

    /** A column whose numbers are kept as their distance from an origin. */
    NumberColumn(double origin) {
        this.origin = origin;
    }

    /** A number; false if 32 bits have none that is so large. */
    boolean add(double number) {
        float kept = (float) (number - origin);
        if (Float.isInfinite(kept)) {
            return false;
        }
        put(size++, kept);
        look(number);
        return true;
    }

    void addMissing(long line) {
        missingLine = missingLine < 0 ? line : missingLine;
        put(size++, Float.NaN);
    }

    private void look(double number) {
        known++;
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
        worst = Math.max(worst, Math.abs((double) (float) number - number));
        whole &= number == Math.rint(number);
        // Kahan: a million numbers cost no digits of their mean.
        double part = number - lost;
        double next = sum + part;
        lost = next - sum - part;
        sum = next;
    }

    private void put(int row, float value) {
        if (row >> BITS == chunks.size()) {
            chunks.add(new float[MASK + 1]);
        }
        chunks.get(row >> BITS)[row & MASK] = value;
    }

    /** What stands for a missing number from now on. */
    void fill(double number) {
        fill = (float) (number - origin);
    }

    float get(int row) {
        float value = chunks.get(row >> BITS)[row & MASK];
        return Float.isNaN(value) ? fill : value;
    }

    /** Where the first missing one stands; −1 if there is none. */
    long missingLine() {
        return missingLine;
    }

    double origin() {
        return origin;
    }

    double least() {
        return least;
    }

    double greatest() {
        return greatest;
    }

    /** Whether all are whole numbers. */
    boolean isWhole() {
        return whole;
    }

    /** How many there are. */
    long known() {
        return known;
    }

    /** What should be subtracted before rounding to 32 bits, so that numbers stay apart; 0 if that is not needed. */
    double neededOrigin() {
        return worst > TOLERANCE * (greatest - least) && greatest > least ? Math.rint(least / 2 + greatest / 2) : 0;
    }

    double mean() {
        return sum / known;
    }

    double median() {
        float[] sorted = new float[(int) known];
        int at = 0;
        for (int row = 0; row < size; row++) {
            float value = chunks.get(row >> BITS)[row & MASK];
            if (!Float.isNaN(value)) {
                sorted[at++] = value;
            }
        }
        Arrays.sort(sorted, 0, at);
        return at % 2 == 1 ? exact(sorted[at / 2]) : (exact(sorted[at / 2 - 1]) + exact(sorted[at / 2])) / 2;
    }

    double mostFrequent() {
        Map<Float, Integer> counts = new HashMap<>();
        for (int row = 0; row < size; row++) {
            float value = chunks.get(row >> BITS)[row & MASK];
            if (!Float.isNaN(value)) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        // The smallest of equals.
        return exact(counts.entrySet().stream().min((a, b) -> a.getValue().equals(b.getValue())
                ? Float.compare(a.getKey(), b.getKey()) : b.getValue() - a.getValue()).orElseThrow().getKey());
    }

    // The decimal number that was rounded, not the one that it was rounded to: 14.4542, not 14.454199790954590.
    private double exact(float value) {
        return Double.parseDouble(Float.toString(value)) + origin;
    }
}
