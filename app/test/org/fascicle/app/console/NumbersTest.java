package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void metrics() {
        assertEquals("0.9600", Numbers.metric(0.96));
        assertEquals("0.0000", Numbers.metric(0));
        assertEquals("1.234e-05", Numbers.metric(1.234e-5));
        assertEquals("-1.000e+30", Numbers.metric(-1e30));
        assertEquals("nan", Numbers.metric(Double.NaN));
        assertEquals("-inf", Numbers.metric(Double.NEGATIVE_INFINITY));
    }

    @Test
    void settings() {
        assertEquals("0.01", Numbers.setting(0.01));
        assertEquals("0.001", Numbers.setting(0.0010000000474974513));
        assertEquals("0", Numbers.setting(0));
        assertEquals("1.000e-07", Numbers.setting(1e-7));
        assertEquals("125.5", Numbers.setting(125.5));
    }

    @Test
    void clocks() {
        assertEquals("0:07", Numbers.clock(7.4));
        assertEquals("1:00", Numbers.clock(59.6));
        assertEquals("1:02:03", Numbers.clock(3723));
    }

    @Test
    void counts() {
        assertEquals("1,234,568", Numbers.count(1234567.8));
        assertEquals("inf", Numbers.count(Double.POSITIVE_INFINITY));
    }
}
