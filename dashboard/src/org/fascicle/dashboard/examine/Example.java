package org.fascicle.dashboard.examine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/**
 * A row to look at.
 *
 * @param row its number
 * @param place where it stands, or what it is called; empty if it has neither
 * @param pictures inputs that are pictures, by name
 * @param values other inputs: the first of their values, by the names of columns
 */
public record Example(int row, String place, Map<String, Picture> pictures, Map<String, String> values) {
    private static final int MOST_VALUES = 40;

    /** A row of data. */
    public static Example of(Rows rows, int row) {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (String input : rows.inputs()) {
            Shape shape = rows.shape(input);
            float[] numbers = new float[Math.toIntExact(shape.size())];
            rows.features(input, row, numbers, 0);
            Optional<Picture> picture = Picture.of(shape, numbers, rows.unit());
            if (picture.isPresent()) {
                pictures.put(input, picture.get());
            } else {
                add(values, rows.inputs().size() == 1 ? "" : input + " ", numbers, rows.meaning());
            }
        }
        return new Example(row, rows.id(row).or(() -> rows.place(row)).orElse(""), pictures, values);
    }

    private static void add(Map<String, String> into, String prefix, float[] numbers, Optional<Meaning> meaning) {
        List<Column> columns = meaning.map(known -> known.columns(Column.Role.FEATURE)).orElse(List.of());
        if (columns.stream().mapToInt(Column::width).sum() != numbers.length) {
            for (int i = 0; i < numbers.length && into.size() < MOST_VALUES; i++) {
                into.put(prefix + i, number(numbers[i]));
            }
            return;
        }
        int at = 0;
        for (Column column : columns) {
            if (into.size() < MOST_VALUES) {
                into.put(prefix + column.name(), value(column, numbers, at));
            }
            at += column.width();
        }
    }

    private static String value(Column column, float[] numbers, int at) {
        if (column.form() == Column.Form.NUMBER) {
            return number(numbers[at] + column.origin());
        } else if (column.form() == Column.Form.INDEX) {
            int index = (int) numbers[at];
            return index >= 0 && index < column.categories().size() ? column.categories().get(index) : number(numbers[at]);
        }
        List<String> categories = new ArrayList<>();
        for (int i = 0; i < column.width(); i++) {
            if (numbers[at + i] != 0) {
                categories.add(column.categories().get(i));
            }
        }
        return String.join(", ", categories);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? String.valueOf((long) value) : String.valueOf((float) value);
    }
}
