package org.fascicle.app.compare;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.problem.InputException;

/**
 * The training rows of data in parts of one size. Each part is once what a model is judged by that was trained on the others. Which row is
 * in which part follows from the seed; rows of one class are spread evenly. Immutable.
 */
final class Folds {
    private final Data data;
    private final Rows rows;
    private final int[] foldOf;
    private final int count;

    /**
     * Folds.
     *
     * @param count at least 2, at most as many as there are rows
     */
    Folds(Data data, int count, long seed) {
        this.data = data;
        this.rows = data.trainingRows();
        this.count = count;
        if (count < 2 || count > rows.count()) {
            throw new InputException("--folds " + count, null, "there are at least 2 folds, and at most one for each of the "
                    + rows.count() + " training rows", null);
        }
        this.foldOf = divide(rows, count, seed);
    }

    /** What a model is trained on that a fold judges. What the definition holds back to validate with, is held back of it. */
    Data training(int fold) {
        return data.training(rows(fold, false));
    }

    /** The rows that a fold judges by. */
    Rows judging(int fold) {
        return rows(fold, true);
    }

    /** The number of rows that a fold judges by, for each that it trains on. */
    static double ratio(int folds) {
        return 1.0 / (folds - 1);
    }

    private Rows rows(int fold, boolean inside) {
        int[] numbers = new int[rows.count()];
        int chosen = 0;
        for (int row = 0; row < numbers.length; row++) {
            if (foldOf[row] == fold == inside) {
                numbers[chosen++] = row;
            }
        }
        return SelectedRows.of(rows, Arrays.copyOf(numbers, chosen));
    }

    /** Deals the rows out, one class after the other, each shuffled. */
    private static int[] divide(Rows rows, int count, long seed) {
        int[] order = new int[rows.count()];
        // Java says of this generator which numbers it gives, on every machine.
        Random random = new Random(seed);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        boolean labelled = rows.outputs().size() == 1 && rows.classes() > 0;
        int[] label = new int[order.length];
        for (int row = 0; labelled && row < label.length; row++) {
            label[row] = rows.label(row);
        }
        int[] foldOf = new int[order.length];
        int dealt = 0;
        for (int each = 0; each < (labelled ? rows.classes() : 1); each++) {
            for (int row : order) {
                if (label[row] == each) {
                    foldOf[row] = dealt++ % count;
                }
            }
        }
        return foldOf;
    }
}
