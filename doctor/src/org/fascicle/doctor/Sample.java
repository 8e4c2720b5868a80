package org.fascicle.doctor;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Every so many of some rows, so that none of their classes is left out where they lie in order. */
final class Sample implements Rows {
    private final Rows rows;
    private final int count;
    private final double step;

    /**
     * A sample.
     *
     * @param most the greatest number of rows
     */
    Sample(Rows rows, int most) {
        this.rows = rows;
        this.count = Math.min(most, rows.count());
        this.step = (double) rows.count() / Math.max(1, count);
    }

    private int at(int row) {
        return (int) (row * step);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Shape shape() {
        return rows.shape();
    }

    @Override
    public int classes() {
        return rows.classes();
    }

    @Override
    public List<String> classNames() {
        return rows.classNames();
    }

    @Override
    public Shape targetShape() {
        return rows.targetShape();
    }

    @Override
    public double unit() {
        return rows.unit();
    }

    @Override
    public boolean weighted() {
        return rows.weighted();
    }

    @Override
    public List<String> inputs() {
        return rows.inputs();
    }

    @Override
    public Shape shape(String input) {
        return rows.shape(input);
    }

    @Override
    public List<String> outputs() {
        return rows.outputs();
    }

    @Override
    public int classes(String output) {
        return rows.classes(output);
    }

    @Override
    public List<String> classNames(String output) {
        return rows.classNames(output);
    }

    @Override
    public Shape targetShape(String output) {
        return rows.targetShape(output);
    }

    @Override
    public Optional<Meaning> meaning() {
        return rows.meaning();
    }

    @Override
    public void features(int row, float[] into, int offset) {
        rows.features(at(row), into, offset);
    }

    @Override
    public int label(int row) {
        return rows.label(at(row));
    }

    @Override
    public void targets(int row, float[] into, int offset) {
        rows.targets(at(row), into, offset);
    }

    @Override
    public float weight(int row) {
        return rows.weight(at(row));
    }

    @Override
    public void features(String input, int row, float[] into, int offset) {
        rows.features(input, at(row), into, offset);
    }

    @Override
    public int label(String output, int row) {
        return rows.label(output, at(row));
    }

    @Override
    public void targets(String output, int row, float[] into, int offset) {
        rows.targets(output, at(row), into, offset);
    }
}
