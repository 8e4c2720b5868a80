package org.fascicle.dashboard.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.watch.Health;
import org.junit.jupiter.api.Test;

class StripsTest {
    private final Strips strips = new Strips();

    private static Health.Measure vector(String place, double... values) {
        return Health.Measure.of("w", place, "histogram", Shape.of(values.length), values);
    }

    private static Health.Measure number(String place, String name, double value) {
        return Health.Measure.of("w", place, name, Shape.scalar(), value);
    }

    @Test
    void aVectorKnowsWhereItsBinsLie() {
        strips.add(Health.of(7, List.of(number("a", "least", -1), number("a", "greatest", 3), number("b", "least", 5),
                vector("a", 1, 2), vector("c", 4, 5, 6))));
        assertEquals(List.of("w/histogram"), strips.measures());
        assertEquals(List.of("a", "c"), List.copyOf(strips.places("w/histogram").keySet()));
        Strip.Column column = strips.places("w/histogram").get("a").columns().get(0);
        assertEquals(7, column.step());
        assertEquals(-1, column.least());
        assertEquals(3, column.greatest());
        assertArrayEquals(new float[] {1, 2}, column.values());
        assertTrue(Double.isNaN(strips.places("w/histogram").get("c").columns().get(0).least()));
        assertEquals(0, strips.omitted());
    }

    @Test
    void ofManyStepsSomeAreKeptAtEqualDistances() {
        int steps = 100_000;
        for (int step = 0; step < steps; step++) {
            strips.add(Health.of(step, List.of(vector("a", step, 1))));
        }
        List<Strip.Column> columns = strips.places("w/histogram").get("a").columns();
        assertTrue(columns.size() <= Strip.MOST && columns.size() >= Strip.MOST / 2, columns.size() + " columns");
        long distance = columns.get(1).step() - columns.get(0).step();
        for (int i = 0; i < columns.size(); i++) {
            assertEquals(i * distance, columns.get(i).step());
            assertEquals(columns.get(i).step(), columns.get(i).values()[0], "vectors are not mixed");
        }
        assertTrue(steps - columns.get(columns.size() - 1).step() <= distance, "the newest is near the end");
    }

    @Test
    void ofLongVectorsNeighboursBecomeTheirMean() {
        double[] values = new double[250];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        strips.add(Health.of(0, List.of(vector("a", values))));
        float[] kept = strips.places("w/histogram").get("a").columns().get(0).values();
        assertEquals(84, kept.length);
        assertEquals(1, kept[0]);
        assertEquals(249, kept[83], "the last stands for one");
    }

    @Test
    void aVectorOfAnotherLengthIsLeftOut() {
        strips.add(Health.of(0, List.of(vector("a", 1, 2))));
        strips.add(Health.of(1, List.of(vector("a", 1, 2, 3))));
        assertEquals(1, strips.places("w/histogram").get("a").columns().size());
    }

    @Test
    void memoryIsBounded() {
        List<Health.Measure> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(vector("p" + i, new double[Strip.WIDEST]));
        }
        strips.add(Health.of(0, many));
        strips.add(Health.of(1, many));
        int kept = Strips.MOST / Strip.MOST / Strip.WIDEST;
        assertEquals(kept, strips.places("w/histogram").size());
        assertEquals(300 - kept, strips.omitted());
    }
}
