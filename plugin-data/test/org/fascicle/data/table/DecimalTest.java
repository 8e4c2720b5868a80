package org.fascicle.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @Test
    void numbersAreThoseOfJava() {
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            String text = switch (i % 5) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                case 1 -> Float.toString(random.nextFloat());
                case 2 -> random.nextInt(100_000) + "." + random.nextInt(10_000);
                case 3 -> random.nextLong() + "e" + (random.nextInt(700) - 350);
                default -> "000" + random.nextLong() % 1000 + ".5000E-" + random.nextInt(30);
            };
            if (Double.isFinite(parsed(text))) {
                assertEquals(parsed(text), Decimal.parse(text, '.'), 0, text);
            }
        }
    }

    private static double parsed(String text) {
        return text.contains("N") || text.lastIndexOf('-') > 0 && text.startsWith("000-") ? Double.NaN : Double.parseDouble(text);
    }

    @Test
    void theMarkIsOneOfTwo() {
        assertEquals(-1234.5, Decimal.parse("-1234,5", ','));
        assertEquals(1.2345678901234567e25, Decimal.parse("12345678901234567890123456,7", ','), 1e10);
        assertTrue(Double.isNaN(Decimal.parse("1.5", ',')));
        assertTrue(Double.isNaN(Decimal.parse("1,5", '.')));
        assertEquals(Double.POSITIVE_INFINITY, Decimal.parse("1e999999999999", '.'));
        assertEquals(0, Decimal.parse("1e-999999999999", '.'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "+", "-", "e1", "1e", "1e+", "1d", "1f", "0x1", "NaN", "Infinity", "1..2", "1.2.3", "1 ",
        " 1", "1_0",
        "--1", "+-1", "1e1.5", "\u0661"})
    void whatIsNone(String text) {
        assertTrue(Double.isNaN(Decimal.parse(text, '.')), text);
    }
}
