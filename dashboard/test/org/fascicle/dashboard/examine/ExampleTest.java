package org.fascicle.dashboard.examine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class ExampleTest {
    private static Rows rows(Shape shape, double unit, Meaning meaning, float... numbers) {
        return new Rows() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public void features(int row, float[] into, int at) {
                System.arraycopy(numbers, 0, into, at, numbers.length);
            }

            @Override
            public Shape shape() {
                return shape;
            }

            @Override
            public int classes() {
                return 0;
            }

            @Override
            public double unit() {
                return unit;
            }

            @Override
            public Optional<Meaning> meaning() {
                return Optional.ofNullable(meaning);
            }

            @Override
            public Optional<String> place(int row) {
                return Optional.of("t.csv, line 2");
            }
        };
    }

    @Test
    void greyPicturesAreScaledByTheirUnit() {
        float[] numbers = new float[16];
        numbers[1] = 16;
        numbers[2] = 8;
        Picture picture = Example.of(rows(Shape.of(4, 4), 16, null, numbers), 0).pictures().get("input");
        assertEquals(List.of(4, 4, 1), List.of(picture.width(), picture.height(), picture.channels()));
        assertEquals(255, picture.bytes()[1] & 255);
        assertEquals(128, picture.bytes()[2] & 255);
        assertEquals(0, picture.bytes()[0]);
    }

    @Test
    void withoutAUnitTheSmallestIsBlackAndTheLargestIsWhite() {
        float[] numbers = new float[4 * 5 * 3];
        numbers[0] = -2;
        numbers[4] = 3;
        Picture picture = Example.of(rows(Shape.of(4, 5, 3), 1, null, numbers), 0).pictures().get("input");
        assertEquals(List.of(5, 4, 3), List.of(picture.width(), picture.height(), picture.channels()));
        assertEquals(0, picture.bytes()[0]);
        assertEquals(255, picture.bytes()[4] & 255);
        assertEquals(102, picture.bytes()[1] & 255);
    }

    @Test
    void ofLargePicturesBlocksBecomeTheirMean() {
        float[] numbers = new float[100 * 200];
        numbers[0] = 1;
        numbers[200] = 1;
        Picture picture = Example.of(rows(Shape.of(100, 200), 1, null, numbers), 0).pictures().get("input");
        assertEquals(List.of(67, 34), List.of(picture.width(), picture.height()));
        assertEquals(Math.round(255 * 2 / 9f), picture.bytes()[0] & 255);
        assertEquals(0, picture.bytes()[1]);
    }

    @Test
    void columnsHaveTheirNamesAndCategories() {
        Meaning meaning = Meaning.of(true, List.of(
                Column.number("age", Column.Role.FEATURE), Column.number("id", Column.Role.ID),
                Column.category("sex", Column.Role.FEATURE, Column.Form.ONE_HOT, List.of("m", "f")),
                Column.category("town", Column.Role.FEATURE, Column.Form.INDEX, List.of("Bonn", "Ulm")),
                Column.category("tags", Column.Role.FEATURE, Column.Form.MULTI_HOT, List.of("x", "y", "z")),
                Column.number("year", Column.Role.FEATURE).origin(2000)));
        Example example = Example.of(rows(Shape.of(8), 1, meaning, 41, 0, 1, 1, 1, 0, 1, 24.5f), 0);
        assertEquals(Map.of("age", "41", "sex", "f", "town", "Ulm", "tags", "x, z", "year", "2024.5"), example.values());
        assertEquals("t.csv, line 2", example.place());
        assertEquals(Map.of(), example.pictures());
    }

    @Test
    void numbersWithoutNamesAreNumberedAndFew() {
        Map<String, String> values = Example.of(rows(Shape.of(3), 1, null, 1, 0.5f, -2), 0).values();
        assertEquals(Map.of("0", "1", "1", "0.5", "2", "-2"), values);
        assertEquals(40, Example.of(rows(Shape.of(100), 1, null, new float[100]), 0).values().size());
    }

    @Test
    void whatIsNoPictureIsNone() {
        for (Shape shape : new Shape[] {Shape.of(64), Shape.of(8, 3), Shape.of(8, 8, 2), Shape.of(2, 8, 8, 1)}) {
            assertFalse(Picture.of(shape, new float[(int) shape.size()], 1).isPresent(), shape.toString());
        }
        assertArrayEquals(new byte[16], Picture.of(Shape.of(4, 4), new float[16], 1).orElseThrow().bytes());
    }
}
