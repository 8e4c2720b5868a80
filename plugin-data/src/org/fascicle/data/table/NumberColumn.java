package org.fascicle.data.table;

import java.util.Arrays;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/**
 * A column of numbers. They are looked at in 64 bits as they come, and kept in 32, as their distance from an origin. A missing one is
 * NaN. Filled by one thread, then only read.
 */
final class NumberColumn {
    /** The part of a column's range that rounding to 32 bits may cost. */
    private static final double TOLERANCE = 1e-6;

    private final NumberStore store;
    private final int slot;
    private final double origin;
    private int size;
    private long known;
    private long missingLine = -1;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double worst;
    private boolean whole = true;
    private double sum;
    private double lost;

    /** A column whose numbers are kept as their distance from an origin, in a place of each row of a store. */
    NumberColumn(NumberStore store, int slot, double origin) {
        this.store = store;
        this.slot = slot;
        this.origin = origin;
    }

    /** A number; false if 32 bits have none that is so large. */
    boolean add(double number) {
        float kept = (float) (number - origin);
        if (Float.isInfinite(kept)) {
            return false;
        }
        store.put(size++, slot, kept);
        look(number);
        return true;
    }

    void addMissing(long line) {
        missingLine = missingLine < 0 ? line : missingLine;
        store.put(size++, slot, Float.NaN);
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

    /** Puts a number in the place of missing ones. */
    void fill(double number) {
        float kept = (float) (number - origin);
        for (int row = 0; missingLine >= 0 && row < size; row++) {
            if (Float.isNaN(get(row))) {
                store.put(row, slot, kept);
            }
        }
    }

    float get(int row) {
        return store.get(row, slot);
    }

    int slot() {
        return slot;
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

    /**
     * The mean; NaN if all are missing.
     *
     * @param rows those that count; null for all
     */
    double mean(@Nullable IntPredicate rows) {
        if (rows == null) {
            return sum / known;
        }
        double all = 0;
        long count = 0;
        for (int row = 0; row < size; row++) {
            float value = get(row);
            if (!Float.isNaN(value) && rows.test(row)) {
                all += value;
                count++;
            }
        }
        return all / count + origin;
    }

    /** The median of some rows; NaN if all are missing. */
    double median(@Nullable IntPredicate rows) {
        float[] sorted = sorted(rows);
        int count = sorted.length;
        return count == 0 ? Double.NaN : count % 2 == 1 ? exact(sorted[count / 2])
                : (exact(sorted[count / 2 - 1]) + exact(sorted[count / 2])) / 2;
    }

    /** What occurs most often in some rows, the smallest of equals; NaN if all are missing. */
    double mostFrequent(@Nullable IntPredicate rows) {
        float[] sorted = sorted(rows);
        float best = Float.NaN;
        int most = 0;
        int begun = 0;
        for (int i = 0; i < sorted.length; i++) {
            begun = i > 0 && sorted[i] == sorted[i - 1] ? begun : i;
            if (i - begun + 1 > most) {
                most = i - begun + 1;
                best = sorted[i];
            }
        }
        return exact(best);
    }

    private float[] sorted(@Nullable IntPredicate rows) {
        float[] values = new float[(int) known];
        int count = 0;
        for (int row = 0; row < size; row++) {
            float value = get(row);
            if (!Float.isNaN(value) && (rows == null || rows.test(row))) {
                // One zero, not two.
                values[count++] = value + 0f;
            }
        }
        Arrays.sort(values, 0, count);
        return Arrays.copyOf(values, count);
    }

    // The decimal number that was rounded, not the one that it was rounded to: 14.4542, not 14.454199790954590.
    private double exact(float value) {
        return Double.parseDouble(Float.toString(value)) + origin;
    }
}
