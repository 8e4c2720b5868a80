package org.fascicle.core.data;

import java.util.List;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Some consecutive rows of others. */
final class RowRange implements Rows {
    private final Rows all;
    private final int first;
    private final int count;

    private RowRange(Rows all, int first, int count) {
        this.all = all;
        this.first = first;
        this.count = count;
    }

    static Rows of(Rows all, int first, int count) {
        return new RowRange(all, first, count);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public int classes() {
        return all.classes();
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public Shape targetShape() {
        return all.targetShape();
    }

    @Override
    public double unit() {
        return all.unit();
    }

    @Override
    public boolean weighted() {
        return all.weighted();
    }

    @Override
    public List<String> inputs() {
        return all.inputs();
    }

    @Override
    public Shape shape(String input) {
        return all.shape(input);
    }

    @Override
    public List<String> outputs() {
        return all.outputs();
    }

    @Override
    public int classes(String output) {
        return all.classes(output);
    }

    @Override
    public List<String> classNames(String output) {
        return all.classNames(output);
    }

    @Override
    public Shape targetShape(String output) {
        return all.targetShape(output);
    }

    @Override
    public void features(int row, float[] into, int at) {
        all.features(place(row), into, at);
    }

    @Override
    public int label(int row) {
        return all.label(place(row));
    }

    @Override
    public void targets(int row, float[] into, int at) {
        all.targets(place(row), into, at);
    }

    @Override
    public float weight(int row) {
        return all.weight(place(row));
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        all.features(input, place(row), into, at);
    }

    @Override
    public int label(String output, int row) {
        return all.label(output, place(row));
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        all.targets(output, place(row), into, at);
    }

    private int place(int row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        return first + row;
    }
}
