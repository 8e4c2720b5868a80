package com.example.data.unusual;

import java.util.List;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Numbers, and what to predict of them. Immutable. */
record Notes(List<Float> numbers) implements Rows {
    @Override
    public int count() {
        return numbers.size();
    }

    @Override
    public Shape shape() {
        return Shape.of(1);
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public Shape targetShape() {
        return Shape.of(2);
    }

    @Override
    public void features(int row, float[] into, int at) {
        into[at] = numbers.get(row);
    }

    @Override
    public void targets(int row, float[] into, int at) {
        into[at] = 2 * numbers.get(row);
        into[at + 1] = 1;
    }
}
