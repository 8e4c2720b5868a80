package org.fascicle.layer.window;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.conv2dTranspose;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;

/** Convolutions of images {@code [rows, height, width, channels]} in which not every output sees every channel. */
public final class Convolution {
    private Convolution() {}

    /**
     * The channels of an image that one filter sees.
     *
     * @throws IllegalArgumentException if the channels cannot be split evenly
     */
    public static int channels(Expr x, int groups) {
        int channels = x.shape().extent(-1);
        require(channels % groups == 0, channels + " channels are no multiple of " + groups + " groups");
        return channels / groups;
    }

    /**
     * Image and filters in groups, of which each filter sees its own group of channels.
     *
     * @param kernel {@code [height, width, channels / groups, filters]}
     */
    public static Expr grouped(Expr x, Expr kernel, Window window, int groups) {
        return concat(IntStream.range(0, groups)
                .mapToObj(group -> conv2d(part(x, group, groups), part(kernel, group, groups), window))
                .collect(Collectors.toList()), -1);
    }

    private static Expr part(Expr x, int group, int groups) {
        int extent = x.shape().extent(-1) / groups;
        return groups == 1 ? x : slice(x, -1, group * extent, (group + 1) * extent);
    }

    /**
     * Each channel by itself, with several filters of its own: a sum over the cells of the window, in one pass where a
     * backend fuses.
     *
     * @param kernel {@code [height, width, channels, filters each]}
     * @return {@code [rows, height', width', channels · filters each]}, the filters of one channel side by side
     */
    public static Expr depthwise(Expr x, Expr kernel, Window window) {
        int each = kernel.shape().extent(-1);
        Expr padded = padded(repeated(x, each), window);
        Shape places = window.over(x.shape()).with(-1, padded.shape().extent(-1));
        Expr weights = reshape(kernel, Shape.of(window.size(), places.extent(-1)));
        return IntStream.range(0, window.size())
                .mapToObj(cell -> seen(padded, cell, window, places).mul(slice(weights, 0, cell, cell + 1)))
                .reduce(Expr::add).orElseThrow();
    }

    /**
     * The transposed convolution to an image of given extents. What is more than they are is cut off at all sides, one more
     * below and right if that is uneven; what is less are zeros there.
     *
     * @param kernel {@code [height, width, filters, channels]}
     * @param window without padding; its extents are the kernel's
     */
    public static Expr transposed(Expr x, Expr kernel, Window window, int... extents) {
        Shape shape = x.shape().with(-1, kernel.shape().extent(2));
        int[] low = new int[2];
        int[] high = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            int reached = (x.shape().extent(axis + 1) - 1) * window.strides()[axis]
                    + (window.extents()[axis] - 1) * window.dilations()[axis] + 1;
            int cut = Math.max(0, reached - extents[axis]);
            low[axis] = cut / 2;
            high[axis] = cut - low[axis];
            shape = shape.with(axis + 1, extents[axis]);
        }
        return conv2dTranspose(x, kernel, window.padding(low, high), shape);
    }

    private static Expr repeated(Expr x, int times) {
        Shape one = x.shape().insert(4, 1);
        return reshape(broadcast(reshape(x, one), one.with(-1, times)), x.shape().with(-1, x.shape().extent(-1) * times));
    }

    private static Expr padded(Expr x, Window window) {
        int[] low = {0, window.low()[0], window.low()[1], 0};
        int[] high = {0, window.high()[0], window.high()[1], 0};
        return window.isPadded() ? pad(x, low, high, 0) : x;
    }

    // What one cell of the window sees at each place.
    private static Expr seen(Expr padded, int cell, Window window, Shape places) {
        int[] at = {cell / window.extents()[1], cell % window.extents()[1]};
        int[] start = new int[4];
        int[] stop = places.toArray();
        int[] step = {1, 1, 1, 1};
        for (int axis = 0; axis < 2; axis++) {
            start[axis + 1] = at[axis] * window.dilations()[axis];
            step[axis + 1] = window.strides()[axis];
            stop[axis + 1] = start[axis + 1] + (places.extent(axis + 1) - 1) * step[axis + 1] + 1;
        }
        return slice(padded, start, stop, step);
    }
}
