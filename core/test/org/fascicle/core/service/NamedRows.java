package org.fascicle.core.service;

import java.util.List;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Rows of a caller's own, with names for their inputs, "wide" and "deep", and outputs, "number" and "kind". */
class NamedRows implements Rows {
    static final int COUNT = 7;
    /** Of the classes. */
    static final List<String> NAMES = List.of("low", "middle", "high");

    static double[] wide(int row) {
        return new double[] {Math.sin(row), Math.cos(2 * row)};
    }

    static double[] deep(int row) {
        return new double[] {0.1 * row, -0.5, Math.sin(3 * row)};
    }

    static double[] target(int row) {
        return new double[] {row % 2, Math.cos(row)};
    }

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public List<String> inputs() {
        return List.of("deep", "wide");
    }

    @Override
    public List<String> outputs() {
        return List.of("kind", "number");
    }

    @Override
    public Shape shape() {
        throw new AssertionError("there are several inputs");
    }

    @Override
    public Shape shape(String input) {
        return Shape.of(input.equals("wide") ? 2 : 3);
    }

    @Override
    public int classes() {
        throw new AssertionError("there are several outputs");
    }

    @Override
    public int classes(String output) {
        return output.equals("kind") ? 3 : 0;
    }

    @Override
    public List<String> classNames(String output) {
        return output.equals("kind") ? NAMES : List.of();
    }

    @Override
    public Shape targetShape(String output) {
        return Shape.of(2);
    }

    @Override
    public void features(int row, float[] into, int at) {
        throw new AssertionError("there are several inputs");
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        put(input.equals("wide") ? wide(row) : deep(row), into, at);
    }

    @Override
    public int label(String output, int row) {
        return row % 3;
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        put(target(row), into, at);
    }

    static void put(double[] values, float[] into, int at) {
        for (int i = 0; i < values.length; i++) {
            into[at + i] = (float) values[i];
        }
    }
}
