package org.fascicle.backend.reference;

import org.fascicle.api.expr.Window;

/**
 * The places of a window over images, and the cells under each: example by example, place by place, and within the window
 * row by row. Padding is left out.
 */
final class SlidingWindow {
    /** Takes one cell under one place; each is counted without its channels. */
    interface Visitor {
        /**
         * Takes a cell.
         *
         * @param cell its number among the pixels of all images
         * @param place the number of the window's place among those of all images
         * @param weight its number within the window
         */
        void visit(int cell, int place, int weight);
    }

    private final Tensor image;
    private final Tensor places;
    private final int[] extents;
    private final int[] strides;
    private final int[] dilations;
    private final int[] low;

    /** The places of the window that an operation's attributes describe. */
    SlidingWindow(Tensor operation, Tensor image, Tensor places) {
        Window window = Window.of(operation.node.attributes());
        this.image = image;
        this.places = places;
        this.extents = window.extents();
        this.strides = window.strides();
        this.dilations = window.dilations();
        this.low = window.low();
    }

    /** The channels of the images. */
    int imageChannels() {
        return image.extents[3];
    }

    /** The channels at each place. */
    int placeChannels() {
        return places.extents[3];
    }

    void forEach(Visitor visitor) {
        int place = 0;
        for (int example = 0; example < places.extents[0]; example++) {
            for (int row = 0; row < places.extents[1]; row++) {
                for (int column = 0; column < places.extents[2]; column++, place++) {
                    cells(example, row * strides[0] - low[0], column * strides[1] - low[1], place, visitor);
                }
            }
        }
    }

    private void cells(int example, int top, int left, int place, Visitor visitor) {
        int height = image.extents[1];
        int width = image.extents[2];
        for (int i = 0; i < extents[0]; i++) {
            int row = top + i * dilations[0];
            if (row < 0 || row >= height) {
                continue;
            }
            for (int j = 0; j < extents[1]; j++) {
                int column = left + j * dilations[1];
                if (column >= 0 && column < width) {
                    visitor.visit((example * height + row) * width + column, place, i * extents[1] + j);
                }
            }
        }
    }
}
