package org.fascicle.core.data;

import java.util.Arrays;

import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.expr.Philox;

/**
 * Divides rows into those to train on and those that are held back: a pure function of the rows' number and classes, and of the seed if
 * they are shuffled. Both keep the order in which they lie. Immutable.
 */
final class Holdback {
    private static final int PATH = Philox.hash("split");

    private final Rows training;
    private final Rows heldBack;

    private Holdback(Rows training, Rows heldBack) {
        this.training = training;
        this.heldBack = heldBack;
    }

    /**
     * Divides rows.
     *
     * @param count how many are held back: at least 1, fewer than there are
     * @param stratified whether each class has its share in both, which needs classes; else all count as one
     * @param shuffled whether chance says which ones; else they are the last, of each class if stratified
     * @param seed of the chance
     */
    static Holdback of(Rows rows, int count, boolean stratified, boolean shuffled, long seed) {
        int all = rows.count();
        if (!stratified && !shuffled) {
            return new Holdback(SelectedRows.range(rows, 0, all - count), SelectedRows.range(rows, all - count, count));
        }
        int[] order = order(all, shuffled, seed);
        // What is no class is refused when the row is read.
        int classes = stratified ? rows.classes() : 0;
        int[] label = new int[all];
        for (int row = 0; stratified && row < all; row++) {
            int given = rows.label(row);
            label[row] = given < 0 || given >= classes ? classes : given;
        }
        int[] wanted = shares(label, classes + 1, count);
        boolean[] held = new boolean[all];
        for (int i = all - 1; i >= 0; i--) {
            if (wanted[label[order[i]]] > 0) {
                wanted[label[order[i]]]--;
                held[order[i]] = true;
            }
        }
        return new Holdback(SelectedRows.of(rows, chosen(held, false, all - count)),
                SelectedRows.of(rows, chosen(held, true, count)));
    }

    /** The rows to train on. */
    Rows training() {
        return training;
    }

    /** The rows that are held back. */
    Rows heldBack() {
        return heldBack;
    }

    /** How many of each class are held back: its share, rounded so that they are as many as wanted, the largest rests up. */
    private static int[] shares(int[] label, int classes, int count) {
        long[] rows = new long[classes];
        for (int each : label) {
            rows[each]++;
        }
        int[] shares = new int[classes];
        long[] rest = new long[classes];
        int left = count;
        for (int each = 0; each < classes; each++) {
            shares[each] = (int) (rows[each] * count / label.length);
            rest[each] = rows[each] * count % label.length;
            left -= shares[each];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int each = 1; each < classes; each++) {
                most = rest[each] > rest[most] ? each : most;
            }
            shares[most]++;
            rest[most] = -1;
        }
        return shares;
    }

    /** 0 … n − 1, or Fisher and Yates's shuffle of them. */
    private static int[] order(int count, boolean shuffled, long seed) {
        int[] order = new int[count];
        Arrays.setAll(order, row -> row);
        int[] words = new int[4];
        for (int i = count - 1; shuffled && i > 0; i--) {
            if ((i & 3) == 3 || i == count - 1) {
                Philox.words(seed, i >>> 2, 0, PATH, 0, words);
            }
            int j = (int) ((words[i & 3] & 0xFFFFFFFFL) * (i + 1) >>> 32);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static int[] chosen(boolean[] held, boolean which, int count) {
        int[] rows = new int[count];
        int at = 0;
        for (int row = 0; row < held.length; row++) {
            if (held[row] == which) {
                rows[at++] = row;
            }
        }
        return rows;
    }
}
