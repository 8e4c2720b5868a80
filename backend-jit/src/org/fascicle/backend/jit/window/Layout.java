package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.movement.Elements;

/** Moves images into fields and out of them, and what lies under a window's places into matrices and out of them. Immutable. */
final class Layout {
    private final Sliding window;
    private final Elements elements;
    /** Rows of an image: how they lie in it, and in its field. */
    private final int[] rows;
    private final int[] inImage;
    private final int[] inField;
    /** Pieces, of which a window has some in each of its rows, for the places of lines: how they lie in the field, and in a matrix. */
    private final int[] pieces;
    private final int[] inPlaces;
    private final int[] inMatrix;
    private final int piecesOfLine;
    /** What is added: the cells of pieces, the last first. A cell that one place has after another is added to in the order of places. */
    private final int[] added;
    private final int[] fromMatrix;
    private final int[] toPlaces;
    private final int addedOfLine;
    private final int lastOfPiece;
    /** Cells for the places of a line, row of the field by row: how they lie in the field, and aligned. */
    private final int[] cells;
    private final int[] inRows;
    private final int[] inAligned;
    private final int cellsOfRow;

    Layout(Natives natives, Sliding window) {
        this.window = window;
        this.elements = new Elements(natives);
        int row = window.width * window.channels;
        this.rows = new int[] {window.height, row};
        this.inImage = new int[] {row, 1};
        this.inField = new int[] {window.fieldRow, 1};
        int piece = window.piece();
        int count = window.windowWidth * window.channels / Math.max(1, piece);
        int covered = window.covered();
        this.pieces = new int[] {window.lines, window.windowHeight, count, window.columns, piece};
        this.inPlaces = new int[] {window.lineStep(), window.rowStep(), window.cellStep(), window.columnStep, 1};
        this.inMatrix = new int[] {window.columns * covered, count * piece, piece, covered, 1};
        this.piecesOfLine = window.windowHeight * count * window.columns;
        int channels = window.channels;
        boolean isCell = count > 1;
        this.lastOfPiece = isCell ? 0 : window.windowWidth - 1;
        this.added = new int[] {window.lines, window.windowHeight, window.windowWidth, window.columns, channels};
        this.fromMatrix = new int[] {window.columns * covered, count * piece, isCell ? piece : -channels, covered, 1};
        this.toPlaces = new int[] {window.lineStep(), window.rowStep(), isCell ? window.cellStep() : -window.cellStep(),
            window.columnStep, 1};
        this.addedOfLine = window.windowHeight * window.windowWidth * window.columns;
        int length = window.columns * channels;
        boolean isOne = window.columnStep == channels;
        this.cells = isOne ? new int[] {1, length} : new int[] {1, window.columns, channels};
        this.inRows = isOne ? new int[] {window.lineStep(), 1} : new int[] {window.lineStep(), window.columnStep, 1};
        this.inAligned = isOne ? new int[] {length, 1} : new int[] {length, channels, 1};
        this.cellsOfRow = isOne ? 1 : window.columns;
    }

    /** Copies an image into its field, whose padding is 0. */
    void fill(Block image, int begin, Block field, Scratch scratch) {
        clear(field, 0, scratch);
        elements.copy(image.address(begin), field.address(window.startOfImage()), 0, window.height, rows, inImage, inField,
                scratch.words);
    }

    /** Copies an image out of its field. */
    void take(Block field, Block image, int begin, Scratch scratch) {
        elements.copy(field.address(window.startOfImage()), image.address(begin), 0, window.height, rows, inField, inImage,
                scratch.words);
    }

    /** Makes a field 0. */
    void clear(Block field, int begin, Scratch scratch) {
        elements.fill(field.address(begin), window.fieldSize, 0, scratch.words);
    }

    /** Lays lines of places out as rows of a matrix [places, covered]. */
    void gather(int from, int to, Block field, int begin, Block matrix, Scratch scratch) {
        elements.copy(field.address(begin + from * window.lineStep()), matrix.address(), 0, (to - from) * piecesOfLine, pieces,
                inPlaces, inMatrix, scratch.words);
    }

    /** The opposite: adds the rows of such a matrix to what lies under the places, line by line and piece by piece. */
    void scatter(int from, int to, Block matrix, Block field, int begin, Scratch scratch) {
        elements.add(matrix.address(lastOfPiece * window.channels), field.address(begin + from * window.lineStep()
                + lastOfPiece * window.cellStep()), 0, (to - from) * addedOfLine, added, fromMatrix, toPlaces, scratch.words);
    }

    /**
     * Lays out what one column of the window sees, without what lies between the places of a line or between lines: the cells under it,
     * row of the field by row, those first that the first row of the window sees, then those one row further down, and so on as long as
     * rows are skipped.
     */
    void alignColumn(int windowColumn, Block field, int begin, Block to, Scratch scratch) {
        int fieldRows = window.fieldSize / window.fieldRow;
        int skipped = window.lineStep() / window.fieldRow;
        for (int row = 0; row < Math.min(skipped, fieldRows); row++) {
            int alike = (fieldRows - row + skipped - 1) / skipped;
            elements.copy(field.address(begin + row * window.fieldRow + windowColumn * window.cellStep()),
                    to.address(window.startOfAlignedRow(row)), 0, alike * cellsOfRow, cells, inRows, inAligned, scratch.words);
        }
    }
}
