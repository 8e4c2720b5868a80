package org.fascicle.dashboard.examine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class ConfusionTest {
    private final Confusion confusion = new Confusion("output", List.of("cat", "dog"));

    @Test
    void rowsAreCountedByClassAndPrediction() {
        confusion.add(0, 1, 3, 0.7);
        confusion.add(0, 1, 4, 0.9);
        confusion.add(1, 1, 5, 0.6);
        assertEquals(2, confusion.count(0, 1));
        assertEquals(1, confusion.count(1, 1));
        assertEquals(0, confusion.count(1, 0));
        assertEquals(List.of(), confusion.examples(1, 0));
    }

    @Test
    void theSurestMistakesAreKept() {
        for (int row = 0; row < 1000; row++) {
            confusion.add(0, 1, row, row / 1000.0);
        }
        List<Confusion.Kept> kept = confusion.examples(0, 1);
        assertEquals(Confusion.KEPT, kept.size());
        assertEquals(999, kept.get(0).row());
        assertEquals(1000 - Confusion.KEPT, kept.get(kept.size() - 1).row());
        assertEquals(1000, confusion.count(0, 1));
    }

    @Test
    void ofWhatIsRightTheLeastSureAreKept() {
        for (int row = 0; row < 1000; row++) {
            confusion.add(1, 1, row, row / 1000.0);
        }
        List<Confusion.Kept> kept = confusion.examples(1, 1);
        assertEquals(Confusion.KEPT, kept.size());
        assertEquals(0, kept.get(0).row());
        assertEquals(Confusion.KEPT - 1, kept.get(kept.size() - 1).row());
    }
}
