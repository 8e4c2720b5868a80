package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.digits.Digits;
import org.fascicle.testing.Described;

class DigitsTest {
    @Test
    void theFirstRowIsTheKnownZero() throws IOException {
        Rows rows = open(Map.of()).trainingRows();
        assertEquals(Shape.of(8, 8), rows.shape());
        assertEquals(0, rows.label(0));
        assertArrayEquals(new float[] {0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0},
                Arrays.copyOf(features(rows, 0), 16), 0);
    }

    @Test
    void theLastRowsAreTheTestRows() throws IOException {
        Data data = open(Map.of());
        assertEquals(1500, data.trainingRows().count());
        assertEquals(297, data.testRows().orElseThrow().count());
        Rows all = open(Map.of("test", 0)).trainingRows();
        assertEquals(1797, all.count());
        assertTrue(open(Map.of("test", 0)).testRows().isEmpty());
        assertArrayEquals(features(all, 1500), features(data.testRows().orElseThrow(), 0), 0);
        assertEquals(all.label(1796), data.testRows().orElseThrow().label(296));
    }

    @Test
    void allDigitsAreThere() throws IOException {
        Rows all = open(Map.of("test", 0)).trainingRows();
        int[] counts = new int[all.classes()];
        float greatest = 0;
        for (int row = 0; row < all.count(); row++) {
            counts[all.label(row)]++;
            for (float pixel : features(all, row)) {
                greatest = Math.max(greatest, pixel);
            }
        }
        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
        assertEquals(all.unit(), greatest);
    }

    @Test
    void nameAndOptions() {
        assertEquals("data digits", Described.identity(Digits.class));
        assertEquals(List.of("test: a whole number in [0,1796] = 297"), Described.options(Digits.class));
        assertThrows(OptionException.class, () -> open(Map.of("test", 1797)));
    }

    private static Data open(Map<String, ?> options) throws IOException {
        return ((DataSource) TechniqueType.of(Digits.class).create(options)).open(List::of);
    }

    private static float[] features(Rows rows, int row) {
        float[] into = new float[64];
        rows.features(row, into, 0);
        return into;
    }
}
