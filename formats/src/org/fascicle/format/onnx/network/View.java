package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the file that layers compute: how it lies in the rows of a layer's output. ONNX puts channels first and ours lie last, so that
 * most transpositions and reshapes of a file are another look at the same numbers, and become layers only where somebody needs them
 * moved. Immutable.
 *
 * @param source the layer
 * @param extents those of the source's row, which may be split other than the source has it
 * @param axes for each axis of the file's tensor the axes in extents that it runs through, outermost first; {@link #ROWS} for the rows
 * @param affine what is still to be multiplied and added; null for nothing
 * @param exclusive whether nobody else sees the source's output
 * @param range bounds that whole numbers are still to be kept in; null for none
 */
record View(Source source, int[] extents, List<int[]> axes, @Nullable Affine affine, boolean exclusive, Elements elements,
        double @Nullable [] range) implements Value {
    /** Stands for the rows among the axes. */
    static final int ROWS = -1;

    /** The output of a layer, its axes in order behind the rows. */
    static View of(Source source) {
        int[] order = IntStream.range(0, source.rank()).toArray();
        return of(source, source.shape(), order);
    }

    /** The output of a layer: behind the rows the axes of some extents, in an order. */
    static View of(Source source, int[] extents, int... order) {
        List<int[]> axes = new ArrayList<>();
        axes.add(new int[] {ROWS});
        for (int axis : order) {
            axes.add(new int[] {axis});
        }
        return new View(source, extents, axes, null, true, Elements.FLOAT, null);
    }

    int rank() {
        return axes.size();
    }

    boolean isRows(int axis) {
        int[] group = axes.get(axis);
        return group.length == 1 && group[0] == ROWS;
    }

    /** Which axis the rows are. */
    int rowsAxis() {
        return IntStream.range(0, rank()).filter(this::isRows).findFirst().orElseThrow();
    }

    /** The extent of an axis; {@link #ROWS} for the rows. */
    int extent(int axis) {
        return isRows(axis) ? ROWS : Constant.product(IntStream.of(axes.get(axis)).map(at -> extents[at]).toArray());
    }

    /** All extents. */
    int[] shape() {
        return IntStream.range(0, rank()).map(this::extent).toArray();
    }

    /** The numbers of a row. */
    int rowSize() {
        return Constant.product(extents);
    }

    /** All axes but the rows, in the file's order. */
    int[] behindRows() {
        return IntStream.range(0, rank()).filter(axis -> !isRows(axis)).toArray();
    }

    /** All axes but the rows, as they lie in the layer's output; one of one place lies behind the one before it. */
    int[] asItLies() {
        List<Integer> order = new ArrayList<>();
        IntStream.of(behindRows()).filter(axis -> extent(axis) > 1).boxed()
                .sorted((a, b) -> Integer.compare(first(a), first(b))).forEach(order::add);
        int before = -1;
        for (int axis : behindRows()) {
            if (extent(axis) == 1) {
                order.add(order.indexOf(before) + 1, axis);
            }
            before = axis;
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private int first(int axis) {
        return IntStream.of(axes.get(axis)).filter(at -> extents[at] > 1).findFirst().orElseThrow();
    }

    /** An axis counted from 0. */
    int axis(long axis) {
        long counted = axis < 0 ? axis + rank() : axis;
        Refused.unless(counted >= 0 && counted < rank(), "there is no axis " + axis + " in " + Arrays.toString(shape()));
        return (int) counted;
    }

    View with(List<int[]> otherAxes) {
        return new View(source, extents, List.copyOf(otherAxes), affine, exclusive, elements, range);
    }

    View with(@Nullable Affine next) {
        return new View(source, extents, axes, next, exclusive, elements, range);
    }

    View exclusive(boolean known) {
        return new View(source, extents, axes, affine, known, elements, range);
    }

    View of(Elements type) {
        return new View(source, extents, axes, affine, exclusive, type, range);
    }

    View within(double from, double to) {
        return new View(source, extents, axes, affine, exclusive, elements, new double[] {from, to});
    }

    /** The output of a layer that keeps shapes and was given the source's output. */
    View through(Source next) {
        return new View(next, extents, axes, null, true, Elements.FLOAT, null);
    }
}
