package org.fascicle.app.compare;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Some of the rows of others, which are not copied. As safe as those. */
final class SelectedRows implements Rows {
    private final Rows all;
    private final int[] numbers;

    /**
     * Rows.
     *
     * @param numbers which ones, in their order; not copied
     */
    SelectedRows(Rows all, int[] numbers) {
        this.all = all;
        this.numbers = numbers;
    }

    @Override
    public int count() {
        return numbers.length;
    }

    @Override
    public void features(int row, float[] into, int at) {
        all.features(numbers[row], into, at);
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        all.features(input, numbers[row], into, at);
    }

    @Override
    public int label(int row) {
        return all.label(numbers[row]);
    }

    @Override
    public int label(String output, int row) {
        return all.label(output, numbers[row]);
    }

    @Override
    public void targets(int row, float[] into, int at) {
        all.targets(numbers[row], into, at);
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        all.targets(output, numbers[row], into, at);
    }

    @Override
    public float weight(int row) {
        return all.weight(numbers[row]);
    }

    @Override
    public Optional<String> id(int row) {
        return all.id(numbers[row]);
    }

    @Override
    public Optional<String> place(int row) {
        return all.place(numbers[row]);
    }

    @Override
    public long bytes() {
        return all.bytes();
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public Shape shape(String input) {
        return all.shape(input);
    }

    @Override
    public int classes() {
        return all.classes();
    }

    @Override
    public int classes(String output) {
        return all.classes(output);
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public List<String> classNames(String output) {
        return all.classNames(output);
    }

    @Override
    public Shape targetShape() {
        return all.targetShape();
    }

    @Override
    public Shape targetShape(String output) {
        return all.targetShape(output);
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
    public List<String> outputs() {
        return all.outputs();
    }

    @Override
    public Optional<Meaning> meaning() {
        return all.meaning();
    }
}
