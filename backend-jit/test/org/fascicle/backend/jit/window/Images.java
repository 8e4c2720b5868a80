package org.fascicle.backend.jit.window;

import java.util.Random;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Window;

/** Images, and a window over them. */
final class Images {
    final int height;
    final int width;
    final int channels;
    final int lines;
    final int columns;
    final int[] extents;
    final int[] strides;
    final int[] dilations;
    final int[] low;
    final int[] high;

    private Images(Random random, int channels) {
        this.channels = channels;
        extents = random.ints(2, 1, 4).toArray();
        strides = random.ints(2, 1, 4).toArray();
        dilations = random.ints(2, 1, 3).toArray();
        boolean isPadded = random.nextBoolean();
        low = isPadded ? random.ints(2, 0, 5).toArray() : new int[2];
        high = isPadded ? random.ints(2, 0, 3).toArray() : new int[2];
        height = seen(0) + random.nextInt(6);
        width = seen(1) + random.nextInt(9);
        lines = (low[0] + height + high[0] - seen(0)) / strides[0] + 1;
        columns = (low[1] + width + high[1] - seen(1)) / strides[1] + 1;
    }

    /** Some of any size. */
    static Images draw(Random random, int channels) {
        return new Images(random, channels);
    }

    private int seen(int axis) {
        return (extents[axis] - 1) * dilations[axis] + 1;
    }

    Sliding sliding(int examples) {
        Window window = Window.of(extents[0], extents[1]).strides(strides[0], strides[1]).dilations(dilations[0], dilations[1])
                .padding(low, high);
        return new Sliding(window, new int[] {examples, height, width, channels}, new int[] {examples, lines, columns, channels});
    }

    /** The cells under an element [example, line, column, channel] of the places, in order. */
    int[] under(int place) {
        int example = place / (lines * columns * channels);
        int line = place / (columns * channels) % lines;
        int column = place / channels % columns;
        return IntStream.range(0, extents[0] * extents[1]).map(cell -> {
            int row = row(line, cell / extents[1]);
            int at = at(column, cell % extents[1]);
            boolean isInside = row >= 0 && row < height && at >= 0 && at < width;
            return isInside ? ((example * height + row) * width + at) * channels + place % channels : -1;
        }).filter(cell -> cell >= 0).toArray();
    }

    /** Which row of the image a row of the window sees. */
    int row(int line, int windowRow) {
        return line * strides[0] - low[0] + windowRow * dilations[0];
    }

    int at(int column, int windowColumn) {
        return column * strides[1] - low[1] + windowColumn * dilations[1];
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels + ", window " + extents[0] + "x" + extents[1] + ", strides " + strides[0]
                + ","
                + strides[1] + ", dilations " + dilations[0] + "," + dilations[1] + ", low " + low[0] + "," + low[1];
    }
}
