package org.fascicle.api.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
    @Test
    void bracketsTellWhetherBoundsBelong() {
        Interval rate = Interval.parse("[0,1)");
        assertTrue(rate.contains(0));
        assertTrue(rate.contains(Math.nextDown(1.0)));
        assertFalse(rate.contains(1));
        assertFalse(rate.contains(-Double.MIN_VALUE));
        assertFalse(rate.contains(Double.NaN));
        Interval positive = Interval.parse("( 0 , inf )");
        assertFalse(positive.contains(0));
        assertTrue(positive.contains(Double.MAX_VALUE));
        assertFalse(positive.contains(Double.POSITIVE_INFINITY));
        assertTrue(Interval.parse("[-inf,2.5e1]").contains(Double.NEGATIVE_INFINITY));
    }

    @Test
    void tellsItsBounds() {
        Interval interval = Interval.parse("(-1,1e3]");
        assertEquals(-1, interval.low());
        assertEquals(1000, interval.high());
        assertFalse(interval.includesLow());
        assertTrue(interval.includesHigh());
        assertEquals("(-1,1e3]", interval.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0,1", "[0;1]", "[0,1", "[a,b]", "[0,1,2]", "[0, 1] "})
    void otherTextsAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Interval.parse(text));
    }
}
