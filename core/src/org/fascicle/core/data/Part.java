package org.fascicle.core.data;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Some rows of others, in an order of their own. */
final class Part implements Rows {
    private final Rows all;
    private final int count;
    private final IntUnaryOperator places;

    private Part(Rows all, int count, IntUnaryOperator places) {
        this.all = all;
        this.count = count;
        this.places = places;
    }

    /** Some consecutive rows. */
    static Rows range(Rows all, int first, int count) {
        return new Part(all, count, row -> first + row);
    }

    /** The rows of these numbers. */
    static Rows of(Rows all, int[] rows) {
        return new Part(all, rows.length, row -> rows[row]);
    }

    /** The number that a row has among all of the data that it is a part of. */
    static long origin(Examples examples, long row) {
        Examples of = examples;
        long number = row;
        while (of instanceof Part) {
            number = ((Part) of).places.applyAsInt((int) number);
            of = ((Part) of).all;
        }
        return of instanceof ClassRows ? ((ClassRows) of).origin(number) : number;
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
        all.features(at(row), into, at);
    }

    @Override
    public int label(int row) {
        return all.label(at(row));
    }

    @Override
    public void targets(int row, float[] into, int at) {
        all.targets(at(row), into, at);
    }

    @Override
    public float weight(int row) {
        return all.weight(at(row));
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        all.features(input, at(row), into, at);
    }

    @Override
    public int label(String output, int row) {
        return all.label(output, at(row));
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        all.targets(output, at(row), into, at);
    }

    @Override
    public Optional<Meaning> meaning() {
        return all.meaning();
    }

    @Override
    public Optional<String> id(int row) {
        return all.id(at(row));
    }

    @Override
    public Optional<String> place(int row) {
        return all.place(at(row));
    }

    @Override
    public long bytes() {
        return all.bytes();
    }

    private int at(int row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        return places.applyAsInt(row);
    }
}
