package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;

/** The cells of a sliding window: what lies under each, at all places of the window at once, and the way back. */
final class Cells {
    private final Window window;
    private final Shape image;
    private final Shape places;

    /**
     * The cells of an operation's window.
     *
     * @param image the shape that it slides over, without padding
     * @param places the shape with an element for each of its places
     */
    Cells(Expr operation, Shape image, Shape places) {
        this.window = Window.of(operation.attributes());
        this.image = image;
        this.places = places;
    }

    /** How many there are, row by row. */
    int count() {
        return window.size();
    }

    /** An image with its padding. */
    Expr padded(Expr x, double value) {
        return window.isPadded() ? pad(x, aroundImage(window.low()), aroundImage(window.high()), value) : x;
    }

    /** An image without its padding. */
    Expr unpadded(Expr x) {
        int[] low = window.low();
        return slice(slice(x, 1, low[0], low[0] + image.extent(1)), 2, low[1], low[1] + image.extent(2));
    }

    /** What a cell covers of an image with padding: an element for each place. */
    Expr of(Expr padded, int cell) {
        int[] stop = padded.shape().toArray();
        int[] start = new int[stop.length];
        int[] step = {1, window.strides()[0], window.strides()[1], 1};
        for (int axis = 1; axis <= 2; axis++) {
            start[axis] = first(cell, axis);
            stop[axis] = start[axis] + reach(axis);
        }
        return slice(padded, start, stop, step);
    }

    /** An image with padding, of zeros but for what is given for each place: it stands where the cell lies. */
    Expr place(int cell, Expr values) {
        Expr x = values;
        for (int axis = 1; axis <= 2; axis++) {
            x = apart(x, axis);
            int whole = image.extent(axis) + window.low()[axis - 1] + window.high()[axis - 1];
            int[] low = new int[image.rank()];
            int[] high = new int[image.rank()];
            low[axis] = first(cell, axis);
            high[axis] = whole - low[axis] - reach(axis);
            x = pad(x, low, high, 0);
        }
        return x;
    }

    /** With zeros between neighbours, so many that they come to lie a stride apart. */
    private Expr apart(Expr x, int axis) {
        int stride = window.strides()[axis - 1];
        if (stride == 1) {
            return x;
        }
        int[] extents = x.shape().toArray();
        int[] split = new int[extents.length + 1];
        System.arraycopy(extents, 0, split, 0, axis + 1);
        split[axis + 1] = 1;
        System.arraycopy(extents, axis + 1, split, axis + 2, extents.length - axis - 1);
        int[] high = new int[split.length];
        high[axis + 1] = stride - 1;
        Expr filled = pad(reshape(x, Shape.of(split)), new int[split.length], high, 0);
        int length = Math.multiplyExact(extents[axis], stride);
        return slice(reshape(filled, x.shape().with(axis, length)), axis, 0, reach(axis));
    }

    private int first(int cell, int axis) {
        int across = window.extents()[1];
        return (axis == 1 ? cell / across : cell % across) * window.dilations()[axis - 1];
    }

    /** From what a cell covers at the first place to behind what it covers at the last. */
    private int reach(int axis) {
        return (places.extent(axis) - 1) * window.strides()[axis - 1] + 1;
    }

    private static int[] aroundImage(int[] cells) {
        return new int[] {0, cells[0], cells[1], 0};
    }

    /** The sum of tensors, two by two. */
    static Expr total(List<Expr> parts) {
        List<Expr> sums = parts;
        while (sums.size() > 1) {
            List<Expr> next = new ArrayList<>();
            for (int i = 0; i + 1 < sums.size(); i += 2) {
                next.add(sums.get(i).add(sums.get(i + 1)));
            }
            if (sums.size() % 2 == 1) {
                next.add(sums.get(sums.size() - 1));
            }
            sums = next;
        }
        return sums.get(0);
    }
}
