package org.fascicle.backend.jit;

import java.util.Arrays;

import org.fascicle.api.expr.Window;

/** The places of a window over one image, and the cells under each. Immutable. */
final class Sliding {
    final int height;
    final int width;
    final int channels;
    /** Lines of places, and places in a line. */
    final int lines;
    final int columns;
    final int windowHeight;
    final int windowWidth;
    private final int[] strides;
    private final int[] dilations;
    private final int[] low;

    /**
     * A window over images.
     *
     * @param image its extents, [rows, height, width, channels]
     * @param places how many there are: [rows, lines, columns, …]
     */
    Sliding(Window window, int[] image, int[] places) {
        this.height = image[1];
        this.width = image[2];
        this.channels = image[3];
        this.lines = places[1];
        this.columns = places[2];
        this.windowHeight = window.extents()[0];
        this.windowWidth = window.extents()[1];
        this.strides = window.strides();
        this.dilations = window.dilations();
        this.low = window.low();
    }

    /** How many elements an image has. */
    int imageSize() {
        return height * width * channels;
    }

    int places() {
        return lines * columns;
    }

    /** How many elements lie under the window. */
    int covered() {
        return windowHeight * windowWidth * channels;
    }

    /** The first element of the cell under a place, counted in its image; −1 in the padding. */
    int cell(int line, int column, int i, int j) {
        int row = line * strides[0] - low[0] + i * dilations[0];
        int at = column * strides[1] - low[1] + j * dilations[1];
        return row < 0 || row >= height || at < 0 || at >= width ? -1 : (row * width + at) * channels;
    }

    /** Lays lines of places out as rows of a matrix [places, covered]; what lies in the padding is 0. */
    void gather(int from, int to, float[] image, int begin, float[] rows) {
        int at = 0;
        for (int line = from; line < to; line++) {
            for (int column = 0; column < columns; column++) {
                for (int i = 0; i < windowHeight; i++) {
                    at = gather(line, column, i, image, begin, rows, at);
                }
            }
        }
    }

    private int gather(int line, int column, int i, float[] image, int begin, float[] rows, int at) {
        int first = cell(line, column, i, 0);
        int last = cell(line, column, i, windowWidth - 1);
        int length = windowWidth * channels;
        if (dilations[1] == 1 && first >= 0 && last >= 0) {
            System.arraycopy(image, begin + first, rows, at, length);
            return at + length;
        }
        for (int j = 0; j < windowWidth; j++) {
            int cell = cell(line, column, i, j);
            if (cell >= 0) {
                System.arraycopy(image, begin + cell, rows, at + j * channels, channels);
            } else {
                Arrays.fill(rows, at + j * channels, at + (j + 1) * channels, 0f);
            }
        }
        return at + length;
    }

    /** Adds rows of such a matrix to the cells that they stand for. */
    void scatter(int from, int to, float[] rows, float[] image, int begin) {
        int at = 0;
        for (int line = from; line < to; line++) {
            for (int column = 0; column < columns; column++) {
                for (int i = 0; i < windowHeight; i++) {
                    for (int j = 0; j < windowWidth; j++, at += channels) {
                        add(rows, at, image, begin, cell(line, column, i, j));
                    }
                }
            }
        }
    }

    private void add(float[] rows, int at, float[] image, int begin, int cell) {
        for (int c = 0; cell >= 0 && c < channels; c++) {
            image[begin + cell + c] += rows[at + c];
        }
    }
}
