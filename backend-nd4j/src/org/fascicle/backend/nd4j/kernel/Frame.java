package org.fascicle.backend.nd4j.kernel;

import org.fascicle.api.expr.Window;

/** Where the cells of one image lie that a sliding window covers: extents of image, window and result. Immutable. */
final class Frame {
    final int examples;
    final int height;
    final int width;
    final int channels;
    /** How many places the window has, down and across. */
    final int lines;
    final int columns;
    final int windowHeight;
    final int windowWidth;
    private final int[] strides;
    private final int[] dilations;
    private final int[] low;

    /**
     * The window that an operation's attributes describe.
     *
     * @param image extents of the images
     * @param places extents of what has one element for each place of the window
     */
    Frame(Op op, int[] image, int[] places) {
        Window window = Window.of(op.node.attributes());
        examples = image[0];
        height = image[1];
        width = image[2];
        channels = image[3];
        lines = places[1];
        columns = places[2];
        windowHeight = window.extents()[0];
        windowWidth = window.extents()[1];
        strides = window.strides();
        dilations = window.dilations();
        low = window.low();
    }

    /** The elements of one image. */
    int imageSize() {
        return height * width * channels;
    }

    /** The row of the image under a row of the window, which may lie in the padding. */
    int row(int line, int inWindow) {
        return line * strides[0] - low[0] + inWindow * dilations[0];
    }

    /** The column of the image under a column of the window, which may lie in the padding. */
    int column(int place, int inWindow) {
        return place * strides[1] - low[1] + inWindow * dilations[1];
    }

    /** Whether there is such a row. */
    boolean hasRow(int row) {
        return row >= 0 && row < height;
    }

    /** Whether there is such a column. */
    boolean hasColumn(int column) {
        return column >= 0 && column < width;
    }

    /** Whether the cells of a row of the window at a place lie side by side in the image. */
    boolean isWhole(int place) {
        return dilations[1] == 1 && hasColumn(column(place, 0)) && hasColumn(column(place, windowWidth - 1));
    }
}
