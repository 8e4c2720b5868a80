package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Against SciPy 1.17. */
class PairedTestTest {
    private static final double[] DIFFERENCES = {0.02, 0.01, 0.03, -0.01, 0.02, 0.04};

    @Test
    void withoutACorrectionItIsStudentsTest() {
        assertEquals(0.047828429596299196, PairedTest.probability(DIFFERENCES, 0), 1e-12);
    }

    @Test
    void sharedRowsMakeItLessSure() {
        assertEquals(0.2491540960790545, PairedTest.probability(DIFFERENCES, 0.5), 1e-12);
    }

    @Test
    void differencesThatDoNotVaryAreSure() {
        assertEquals(1, PairedTest.probability(new double[] {0, 0, 0}, 0.25));
        assertEquals(0, PairedTest.probability(new double[] {0.5, 0.5, 0.5}, 0.25));
        assertEquals(1, PairedTest.probability(new double[] {1, -1}, 0.25));
    }

    @Test
    void severalTestsAreCorrected() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, PairedTest.corrected(new double[] {0.01, 0.04, 0.03, 0.005}),
                1e-12);
        assertArrayEquals(new double[] {1, 1}, PairedTest.corrected(new double[] {0.9, 0.6}));
    }

    @Test
    void deviationIsThatOfASample() {
        assertEquals(2, PairedTest.deviation(new double[] {1, 3, 5}));
        assertTrue(Double.isNaN(PairedTest.deviation(new double[] {1})));
    }
}
