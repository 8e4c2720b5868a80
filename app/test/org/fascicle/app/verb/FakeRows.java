package org.fascicle.app.verb;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Rows whose first feature is 0, 1, 2, 0, …, and whose label is 0, 1, 0, … */
record FakeRows(int count, boolean named, boolean labelled) implements Rows {
    @Override
    public Optional<String> id(int row) {
        return named ? Optional.of("n" + row) : Optional.empty();
    }

    @Override
    public List<String> outputs() {
        return labelled ? Rows.super.outputs() : List.of();
    }

    @Override
    public Shape shape() {
        return Shape.of(2);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public void features(int row, float[] into, int at) {
        into[at] = row % 3;
        into[at + 1] = 0;
    }

    @Override
    public int label(int row) {
        return row % 2;
    }
}
