package org.fascicle.backend.jit.window;

import java.util.Arrays;

import org.fascicle.api.expr.Window;

/**
 * The places of a window over one image, and the cells under each. The image can be seen as a <em>field</em>: with its
 * padding around it, so that every place lies inside. Immutable.
 */
public final class Sliding {
    /** The least length of what lies in one piece under a place, for which nothing is laid out before it is multiplied. */
    private static final int PIECE = 16;

    final int height;
    final int width;
    final int channels;
    /** Lines of places, and places in a line. */
    final int lines;
    final int columns;
    final int windowHeight;
    final int windowWidth;
    /** How far apart places of a line are in the field, in elements. */
    final int columnStep;
    /** How many elements a row of the field has. */
    final int fieldRow;
    final int fieldSize;
    private final int[] strides;
    private final int[] dilations;
    private final int[] low;

    /**
     * A window over images.
     *
     * @param image its extents, [rows, height, width, channels]
     * @param places how many there are: [rows, lines, columns, …]
     */
    public Sliding(Window window, int[] image, int[] places) {
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
        int[] high = window.high();
        this.columnStep = strides[1] * channels;
        this.fieldRow = (low[1] + width + high[1]) * channels;
        this.fieldSize = (low[0] + height + high[0]) * fieldRow;
    }

    /** How many elements an image has. */
    int imageSize() {
        return height * width * channels;
    }

    int places() {
        return lines * columns;
    }

    /** How many elements lie under the window. */
    public int covered() {
        return windowHeight * windowWidth * channels;
    }

    /** How many elements of a row of the window lie behind each other in the field: all, or one cell. */
    int piece() {
        return dilations[1] == 1 ? windowWidth * channels : channels;
    }

    /** How many pieces lie under the window. */
    int pieces() {
        return covered() / Math.max(1, piece());
    }

    /** Whether a matrix product can read places from the field itself. */
    boolean isDirect() {
        return piece() >= PIECE;
    }

    /** Whether the field has more than the image. */
    boolean isPadded() {
        return fieldSize != imageSize();
    }

    /** Whether windows lie beside each other, none over another and all of them over cells. */
    boolean isTiling() {
        return !isPadded() && windowHeight <= strides[0] && windowWidth <= strides[1] && dilations[0] == 1
                && dilations[1] == 1;
    }

    /** Whether some cell is under no place. */
    boolean leavesOut() {
        return lines * strides[0] != height || columns * strides[1] != width || windowHeight != strides[0]
                || windowWidth != strides[1];
    }

    /** Whether images are a matrix that has what lies under a place as a row: for each place of a line, line by line, image by image. */
    boolean isMatrix() {
        return isTiling() && !leavesOut() && windowHeight == 1;
    }

    /** How far apart lines of places are in the field, in elements. */
    int lineStep() {
        return strides[0] * fieldRow;
    }

    /** Where a piece under the first place of a line begins in the field. */
    int start(int line, int piece) {
        return startOfCell(line, piece * (piece() / channels));
    }

    /** Where a cell of the window begins in the field, under the first place of a line. */
    int startOfCell(int line, int cell) {
        return (line * strides[0] + cell / windowWidth * dilations[0]) * fieldRow
                + cell % windowWidth * dilations[1] * channels;
    }

    /** The first element of the cell under a place, counted in its image; −1 in the padding. */
    int cell(int line, int column, int i, int j) {
        int row = line * strides[0] - low[0] + i * dilations[0];
        int at = column * strides[1] - low[1] + j * dilations[1];
        return row < 0 || row >= height || at < 0 || at >= width ? -1 : (row * width + at) * channels;
    }

    /** Copies an image into its field, whose padding is 0. */
    void fill(float[] image, int begin, float[] field) {
        Arrays.fill(field, 0, fieldSize, 0f);
        for (int row = 0; row < height; row++) {
            System.arraycopy(image, begin + row * width * channels, field, inField(row), width * channels);
        }
    }

    /** Copies an image out of its field. */
    void take(float[] field, float[] image, int begin) {
        for (int row = 0; row < height; row++) {
            System.arraycopy(field, inField(row), image, begin + row * width * channels, width * channels);
        }
    }

    private int inField(int row) {
        return (row + low[0]) * fieldRow + low[1] * channels;
    }

    /** Lays lines of places out as rows of a matrix [places, covered]. */
    void gather(int from, int to, float[] field, int begin, float[] rows) {
        int length = piece();
        int covered = covered();
        for (int line = from; line < to; line++) {
            int at = (line - from) * columns * covered;
            for (int piece = 0; piece < pieces(); piece++, at += length) {
                int first = begin + start(line, piece);
                for (int column = 0; column < columns; column++) {
                    copy(field, first + column * columnStep, rows, at + column * covered, length);
                }
            }
        }
    }

    /** How many elements {@link #alignColumn} writes. */
    int aligned() {
        return strides[0] * linesOfOneRest() * columns * channels;
    }

    /**
     * Lays out what one column of the window sees, without what lies between the places of a line or between lines: the cells under it,
     * row of the field by row, those first that the first row of the window sees, then those one row further down, and so on as long as
     * rows are skipped.
     */
    void alignColumn(int windowColumn, float[] field, int begin, float[] to) {
        int length = columns * channels;
        for (int row = 0; row < fieldSize / fieldRow; row++) {
            int from = begin + row * fieldRow + windowColumn * dilations[1] * channels;
            int at = alignedRow(row) * length;
            if (columnStep == channels) {
                System.arraycopy(field, from, to, at, length);
            } else {
                for (int column = 0; column < columns; column++) {
                    System.arraycopy(field, from + column * columnStep, to, at + column * channels, channels);
                }
            }
        }
    }

    /** Where among them those begin that a row of the window sees from a line of places on. */
    int startOfAligned(int line, int windowRow) {
        return alignedRow(line * strides[0] + windowRow * dilations[0]) * columns * channels;
    }

    private int alignedRow(int row) {
        return row % strides[0] * linesOfOneRest() + row / strides[0];
    }

    private int linesOfOneRest() {
        return (fieldSize / fieldRow + strides[0] - 1) / strides[0];
    }

    // Calling the system's copy costs more than a few elements.
    private static void copy(float[] from, int at, float[] to, int into, int length) {
        if (length >= PIECE) {
            System.arraycopy(from, at, to, into, length);
        } else {
            for (int i = 0; i < length; i++) {
                to[into + i] = from[at + i];
            }
        }
    }
}
