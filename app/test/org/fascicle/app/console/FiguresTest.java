package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void metrics() {
        assertEquals("0.9600", Figures.metric(0.96));
        assertEquals("0.0000", Figures.metric(0));
        assertEquals("1.234e-05", Figures.metric(1.234e-5));
        assertEquals("-1.000e+30", Figures.metric(-1e30));
        assertEquals("nan", Figures.metric(Double.NaN));
        assertEquals("-inf", Figures.metric(Double.NEGATIVE_INFINITY));
    }

    @Test
    void settings() {
        assertEquals("0.01", Figures.setting(0.01));
        assertEquals("0.001", Figures.setting(0.0010000000474974513));
        assertEquals("0", Figures.setting(0));
        assertEquals("1.000e-07", Figures.setting(1e-7));
        assertEquals("125.5", Figures.setting(125.5));
    }

    @Test
    void clocks() {
        assertEquals("0:07", Figures.clock(7.4));
        assertEquals("1:00", Figures.clock(59.6));
        assertEquals("1:02:03", Figures.clock(3723));
    }

    @Test
    void counts() {
        assertEquals("1,234,568", Figures.count(1234567.8));
        assertEquals("inf", Figures.count(Double.POSITIVE_INFINITY));
    }
}
