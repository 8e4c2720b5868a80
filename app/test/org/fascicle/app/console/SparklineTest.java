package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class SparklineTest {
    @Test
    void eachNumberIsAsHighAsItIsOnTheScale() {
        double[] numbers = IntStream.range(0, 8).asDoubleStream().toArray();
        assertEquals("▁▂▃▄▅▆▇█", Sparkline.of(numbers, 0, 7, 20, true));
        assertEquals("_.:-=+*#", Sparkline.of(numbers, 0, 7, 20, false));
        assertEquals("▁▁▂▂▃▃▄▄", Sparkline.of(numbers, 0, 15, 20, true));
    }

    @Test
    void moreNumbersThanPlacesAreAveraged() {
        assertEquals("▁█", Sparkline.of(new double[] {0, 0, 1, 3, 4, 5}, 0.5, 4, 2, true));
        double[] numbers = IntStream.range(0, 100_003).asDoubleStream().toArray();
        assertEquals("_.:-=+*#", Sparkline.of(numbers, 0, 100_002, 8, false));
    }

    @Test
    void whatIsNotFiniteIsEmptyAndWhatIsEqualIsLow() {
        assertEquals("▁ █ ", Sparkline.of(new double[] {1, Double.NaN, 2, Double.POSITIVE_INFINITY}, 1, 2, 10, true));
        assertEquals("___", Sparkline.of(new double[] {3, 3, 3}, 3, 3, 10, false));
        assertEquals("", Sparkline.of(new double[0], 0, 1, 10, true));
    }
}
