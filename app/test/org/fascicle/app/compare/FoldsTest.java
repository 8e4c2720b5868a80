package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static final int ROWS = 23;
    private static final int FOLDS = 4;

    @Test
    void eachRowJudgesOnce() {
        Folds folds = new Folds(data(), FOLDS, 7);
        int[] judged = new int[ROWS];
        for (int fold = 0; fold < FOLDS; fold++) {
            Rows training = folds.training(fold).trainingRows();
            assertEquals(ROWS, training.count() + folds.judging(fold).count());
            int[] seen = new int[ROWS];
            for (int number : numbers(folds.judging(fold))) {
                judged[number]++;
                seen[number]++;
            }
            for (int number : numbers(training)) {
                seen[number]++;
            }
            assertTrue(Arrays.stream(seen).allMatch(times -> times == 1), Arrays.toString(seen));
        }
        assertTrue(Arrays.stream(judged).allMatch(times -> times == 1), Arrays.toString(judged));
    }

    @Test
    void classesAreSpreadEvenly() {
        Folds folds = new Folds(data(), FOLDS, 7);
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] classes = new int[2];
            Rows judging = folds.judging(fold);
            for (int row = 0; row < judging.count(); row++) {
                classes[judging.label(row)]++;
                assertEquals(numbers(judging)[row] % 3 == 0 ? 1 : 0, judging.label(row));
            }
            // 15 and 8 rows in 4 folds
            assertTrue(classes[0] >= 3 && classes[0] <= 4 && classes[1] == 2, Arrays.toString(classes));
        }
    }

    @Test
    void theSeedSaysWhichRows() {
        assertArrayEquals(numbers(new Folds(data(), FOLDS, 7).judging(0)), numbers(new Folds(data(), FOLDS, 7).judging(0)));
        assertFalse(
                Arrays.equals(numbers(new Folds(data(), FOLDS, 7).judging(0)), numbers(new Folds(data(), FOLDS, 8).judging(0))));
    }

    @Test
    void whatElseTheDataSayStays() {
        Data fold = new Folds(data().validation(0.25).scaled(Scale.STANDARD), FOLDS, 7).training(1);
        assertEquals(0.25, fold.validationPart());
        assertEquals(Scale.STANDARD, fold.scale());
        assertEquals(2, fold.trainingRows().classes());
        assertEquals(data().trainingRows().shape(), fold.trainingRows().shape());
    }

    @Test
    void thereAreAtLeastTwo() {
        assertTrue(assertThrows(InputException.class, () -> new Folds(data(), 1, 7)).getMessage().contains("--folds 1"));
        assertThrows(InputException.class, () -> new Folds(data(), ROWS + 1, 7));
        assertEquals(1, new Folds(data(), ROWS, 7).judging(0).count());
    }

    @Test
    void theDigestIsThatOfAllRows() {
        float[][] features = {{1, 2}, {3, 4}};
        String digest = Digest.of(MemoryRows.of(features).labels(0, 1));
        assertEquals(digest, Digest.of(MemoryRows.of(features).labels(0, 1)));
        assertFalse(digest.equals(Digest.of(MemoryRows.of(features).labels(1, 0))));
        assertFalse(digest.equals(Digest.of(MemoryRows.of(new float[][] {{1, 2}, {3, 5}}).labels(0, 1))));
        assertFalse(digest.equals(Digest.of(MemoryRows.of(features).labels(0, 1).weights(1, 2))));
    }

    /** Rows whose feature is their number; each third is of the class 1. */
    private static Data data() {
        float[][] features = new float[ROWS][1];
        int[] labels = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            features[row][0] = row;
            labels[row] = row % 3 == 0 ? 1 : 0;
        }
        return Data.of(MemoryRows.of(features).labels(labels));
    }

    private static int[] numbers(Rows rows) {
        int[] numbers = new int[rows.count()];
        float[] feature = new float[1];
        for (int row = 0; row < numbers.length; row++) {
            rows.features(row, feature, 0);
            numbers[row] = (int) feature[0];
        }
        return numbers;
    }
}
