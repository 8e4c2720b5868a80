package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class ChartTest {
    private static final double[] RAMP = IntStream.range(0, 81).mapToDouble(i -> Math.max(0, i - 40)).toArray();

    @Test
    void aCurveOfStars() {
        assertEquals("""
                    ramp
                40 |               *
                   |              *
                   |             *
                   |            *
                   |           *
                   |          *
                   |         *
                 0 |*********
                    -1             1
                """, text(new Chart("ramp", RAMP, "-1", "1").lines(20, false)));
    }

    @Test
    void aCurveOfDots() {
        double[] diagonal = IntStream.range(0, 32).asDoubleStream().toArray();
        assertEquals("""
                    diagonal
                31 │              ⡠⠊
                   │            ⡠⠊
                   │          ⡠⠊
                   │        ⡠⠊
                   │      ⡠⠊
                   │    ⡠⠊
                   │  ⡠⠊
                 0 │⡠⠊
                    0              1
                """, text(new Chart("diagonal", diagonal, "0", "1").lines(20, true)));
    }

    @Test
    void aJumpIsALineAndWhatIsNotFiniteAGap() {
        double[] numbers = {1, 1, 1, 1, Double.NaN, Double.POSITIVE_INFINITY, 1, 1, 0, 0};
        assertEquals("""
                   jump
                1 |****  **
                  |        *
                  |        *
                  |        *
                  |        *
                  |        *
                  |        *
                0 |        **
                   0        9
                """, text(new Chart("jump", numbers, "0", "9").lines(13, false)));
    }

    @Test
    void whatIsEqualLiesInTheMiddle() {
        List<String> lines = new Chart("flat", new double[] {2, 2, 2, 2}, "0", "1").lines(13, false);
        assertEquals("2 |**********", lines.get(5));
        assertEquals("  |", lines.get(1));
        assertEquals("  |", lines.get(8));
    }

    @Test
    void twoLieBesideEachOther() {
        List<String> both = Chart.beside(List.of("ab", "c"), List.of("x", "y"), 4);
        assertEquals(List.of("ab  x", "c   y"), both);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
