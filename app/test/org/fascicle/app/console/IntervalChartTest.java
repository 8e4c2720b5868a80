package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class IntervalChartTest {
    @Test
    void linesAreBetweenTheLeastAndTheGreatest() {
        IntervalChart chart = new IntervalChart();
        chart.add("first", 2, 1);
        chart.add("b", 3, 2);
        assertEquals("first  |----o----|\nb      |---------o---------|\n       1.0000         5.0000\n", printed(chart, 29));
    }

    @Test
    void withoutDeviationsThereArePoints() {
        IntervalChart chart = new IntervalChart();
        chart.add("a", 0, Double.NaN);
        chart.add("b", 1, 0);
        assertEquals("a  o\nb                     o\n   0.0000        1.0000\n", printed(chart, 5));
    }

    @Test
    void nothingIsNoChart() {
        assertEquals("", printed(new IntervalChart(), 80));
    }

    private static String printed(IntervalChart chart, int width) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chart.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), width);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
