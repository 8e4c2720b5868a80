package com.example.data.mistaken;

import static org.fascicle.api.expr.Expressions.count;

import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Technique;

/** It gives other rows each time. */
@Technique(value = "com.example:changing", description = "Points that move.")
public record Changing() implements DataSource {
    private static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public Data open(DataContext context) {
        return Data.of(new Points(OPENED.incrementAndGet()));
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
            into[at] = row + number;
        }

        @Override
        public int label(int row) {
            return row % 2;
        }
    }
}
