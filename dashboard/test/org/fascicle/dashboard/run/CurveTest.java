package org.fascicle.dashboard.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void fewNumbersStayAsTheyAre() {
        Curve curve = new Curve();
        curve.add(1, 0.5);
        curve.add(2, Double.NaN);
        curve.add(3, 0.25);
        assertArrayEquals(new double[] {1, 2, 3}, curve.points().xs());
        assertArrayEquals(new double[] {0.5, Double.NaN, 0.25}, curve.points().ys());
    }

    @Test
    void neighboursAreMergedToTheirMean() {
        Curve curve = new Curve();
        for (int i = 1; i <= Curve.MOST + 2; i++) {
            curve.add(i, i);
        }
        double[] xs = curve.points().xs();
        double[] ys = curve.points().ys();
        assertEquals(Curve.MOST / 2 + 1, xs.length);
        assertEquals(2, xs[0]);
        assertEquals(1.5, ys[0]);
        assertEquals(Curve.MOST + 2, xs[xs.length - 1]);
        assertEquals(Curve.MOST + 1.5, ys[ys.length - 1]);
    }

    @Test
    void aHundredThousandStepsStayBelowTheMostAndKeepTheMean() {
        Curve curve = new Curve();
        int steps = 100_000;
        for (int i = 1; i <= steps; i++) {
            curve.add(i, i % 7 == 0 ? Double.POSITIVE_INFINITY : 3);
            assertTrue(i % 997 != 0 || curve.points().xs().length <= Curve.MOST);
            assertTrue(i % 997 != 0 || last(curve.points().xs()) == i, "the curve ends where the training is");
        }
        Curve.Points points = curve.points();
        assertTrue(points.xs().length > Curve.MOST / 2 - 1, points.xs().length + " points");
        assertTrue(Arrays.stream(points.ys()).allMatch(y -> y == 3));
        for (int i = 1; i < points.xs().length; i++) {
            assertTrue(points.xs()[i] > points.xs()[i - 1]);
        }
    }

    @Test
    void aPointWithoutANumberIsNone() {
        Curve curve = new Curve();
        for (int i = 0; i <= Curve.MOST; i++) {
            curve.add(i, i < 2 ? Double.NaN : 1);
        }
        assertTrue(Double.isNaN(curve.points().ys()[0]));
        assertEquals(1, curve.points().ys()[1]);
    }

    private static double last(double[] numbers) {
        return numbers[numbers.length - 1];
    }
}
