package com.example.data.mistaken;

import static org.fascicle.api.expr.Expressions.count;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Technique;

/** One of its features is no number. */
@Technique(value = "com.example:not_numbers", description = "Points, one of them nowhere.")
public record NotNumbers() implements DataSource {
    @Override
    public Data open(DataContext context) {
        return Data.of(new Points(0));
    }

    private record Points(int number) implements Rows {
        @Override
        public int count() {
            return 20;
        }

        @Override
        public Shape shape() {
            return Shape.of(1);
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public void features(int row, float[] into, int at) {
            into[at] = row == 7 ? Float.NaN : row;
        }

        @Override
        public int label(int row) {
            return row % 2;
        }
    }
}
