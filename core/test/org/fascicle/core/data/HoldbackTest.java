package org.fascicle.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.junit.jupiter.api.Test;

/** Rows whose feature is their number. */
class HoldbackTest {
    /** Sorted by class: 6 of class 0, 3 of class 1, 1 of class 2. */
    private static final int[] LABELS = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2};

    @Test
    void theLastRowsAreHeldBack() {
        Holdback holdback = Holdback.of(rows(), 4, false, false, 1);
        assertEquals(List.of(0, 1, 2, 3, 4, 5), numbers(holdback.training()));
        assertEquals(List.of(6, 7, 8, 9), numbers(holdback.heldBack()));
    }

    // Shares of 5: 3, 1.5 and 0.5, of which the first that are rounded up make 5; shares of 3: 1.8, 0.9, 0.3.
    @Test
    void eachClassIsHeldBackInItsShare() {
        Holdback holdback = Holdback.of(rows(), 5, true, false, 1);
        assertEquals(List.of(3, 4, 5, 7, 8), numbers(holdback.heldBack()));
        assertEquals(List.of(0, 1, 2, 6, 9), numbers(holdback.training()));
        assertEquals(List.of(0, 0, 0, 1, 1), labels(holdback.heldBack()));
        assertEquals(List.of(4, 5, 8), numbers(Holdback.of(rows(), 3, true, false, 1).heldBack()));
    }

    @Test
    void chanceDependsOnTheSeedAlone() {
        Holdback one = Holdback.of(rows(), 4, false, true, 1);
        assertEquals(numbers(one.heldBack()), numbers(Holdback.of(rows(), 4, false, true, 1).heldBack()));
        assertNotEquals(numbers(one.heldBack()), numbers(Holdback.of(rows(), 4, false, true, 2).heldBack()));
        List<Integer> all = new ArrayList<>(numbers(one.training()));
        all.addAll(numbers(one.heldBack()));
        assertEquals(IntStream.range(0, 10).boxed().toList(), all.stream().sorted().toList());
        assertEquals(numbers(one.training()).stream().sorted().toList(), numbers(one.training()));
        for (long seed = 0; seed < 20; seed++) {
            List<Integer> labels = labels(Holdback.of(rows(), 5, true, true, seed).heldBack());
            assertEquals(3, labels.stream().filter(label -> label == 0).count());
        }
    }

    @Test
    void rowsKeepTheNumbersThatTheyHaveAmongAll() {
        Rows held = Holdback.of(rows(), 5, true, false, 1).heldBack();
        assertEquals(7, RowOrigin.of(held, 3));
        assertEquals(8, RowOrigin.of(SelectedRows.range(held, 4, 1), 0));
    }

    private static MemoryRows rows() {
        float[][] features = new float[LABELS.length][];
        for (int row = 0; row < features.length; row++) {
            features[row] = new float[] {row};
        }
        return MemoryRows.of(features).labels(LABELS);
    }

    private static List<Integer> numbers(Rows rows) {
        float[] one = new float[1];
        return IntStream.range(0, rows.count()).mapToObj(row -> {
            rows.features(row, one, 0);
            return (int) one[0];
        }).toList();
    }

    private static List<Integer> labels(Rows rows) {
        return IntStream.range(0, rows.count()).mapToObj(rows::label).toList();
    }
}
