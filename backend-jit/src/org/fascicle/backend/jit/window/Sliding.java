package org.fascicle.backend.jit.window;

import org.fascicle.api.expr.Window;
import org.fascicle.backend.jit.machine.Words;

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
    private final int[] description;

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
        this.description = new int[] {lines, columns, channels, height, width, windowHeight, windowWidth, strides[0], strides[1],
            dilations[0], dilations[1], low[0], low[1]};
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

    /** How far apart rows of the window are in the field, in elements. */
    int rowStep() {
        return dilations[0] * fieldRow;
    }

    /** How far apart cells of a row of the window are in the field, in elements. */
    int cellStep() {
        return dilations[1] * channels;
    }

    /** Where a piece under the first place of a line begins in the field. */
    int start(int line, int piece) {
        return startOfCell(line, piece * (piece() / channels));
    }

    /** Where a cell of the window begins in the field, under the first place of a line. */
    int startOfCell(int line, int cell) {
        return line * lineStep() + cell / windowWidth * rowStep() + cell % windowWidth * cellStep();
    }

    /**
     * Writes what {@code window.cc} has to know of it.
     *
     * @param at the first word
     */
    void describe(Words words, int at) {
        for (int word = 0; word < description.length; word++) {
            words.put(at + word, description[word]);
        }
    }

    /** Where the image begins in its field. */
    int startOfImage() {
        return low[0] * fieldRow + low[1] * channels;
    }

    /** How many elements {@link Layout#alignColumn} writes. */
    int aligned() {
        return strides[0] * linesOfOneRest() * columns * channels;
    }

    /** Where among them those of a row of the field begin. */
    int startOfAlignedRow(int row) {
        return (row % strides[0] * linesOfOneRest() + row / strides[0]) * columns * channels;
    }

    /** Where among them those begin that a row of the window sees from a line of places on. */
    int startOfAligned(int line, int windowRow) {
        return startOfAlignedRow(line * strides[0] + windowRow * dilations[0]);
    }

    private int linesOfOneRest() {
        return (fieldSize / fieldRow + strides[0] - 1) / strides[0];
    }
}
