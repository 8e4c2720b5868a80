package org.fascicle.backend.nd4j.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.backend.nd4j.natives.Block;

/**
 * The cells under each place of a window as rows of a matrix [places, window height · window width · channels], so that a
 * convolution is a matrix product. It is made for some lines of places of one image at a time: a piece that stays in the
 * second-level cache. What lies in the padding is 0. Image and rows are arranged in heap arrays, because the JIT compiler
 * makes vector code of these only.
 */
final class Patches {
    /** The most elements of a piece, if a line has not more by itself. */
    private static final int PIECE = 1 << 16;

    final Frame frame;
    /** The length of a row. */
    final int length;
    /** The matrix, as a matrix product takes it. */
    final FloatPointer pointer;
    private final FloatBuffer memory;
    private final float[] rows;
    private final float[] image;
    private final int linesAtOnce;

    Patches(Frame frame, Binding binding) {
        this.frame = frame;
        length = Math.multiplyExact(frame.windowHeight * frame.windowWidth, frame.channels);
        int line = Math.multiplyExact(length, frame.columns);
        linesAtOnce = Math.max(1, Math.min(frame.lines, PIECE / line));
        rows = new float[Math.multiplyExact(linesAtOnce, line)];
        image = new float[frame.imageSize()];
        Block block = binding.block((long) rows.length * Float.BYTES);
        pointer = binding.pointer(block.address());
        memory = Block.view(binding.natives, block.address(), block.bytes()).asFloatBuffer();
    }

    /** How many lines of places are worked on at a time, from one line on. */
    int lines(int from) {
        return Math.min(linesAtOnce, frame.lines - from);
    }

    /** The number of the first place of a line, among those of all images. */
    long place(int example, int line) {
        return ((long) example * frame.lines + line) * frame.columns;
    }

    /** Takes an image. */
    void read(FloatBuffer images, int example) {
        images.get(example * image.length, image);
    }

    /** Takes an image of zeros. */
    void clear() {
        Arrays.fill(image, 0f);
    }

    /** Hands the image back. */
    void write(FloatBuffer images, int example) {
        images.put(example * image.length, image);
    }

    /** Lays the image out as rows. */
    void gather(int from, int count) {
        int at = 0;
        for (int line = from; line < from + count; line++) {
            for (int place = 0; place < frame.columns; place++) {
                for (int i = 0; i < frame.windowHeight; i++) {
                    gather(frame.row(line, i), place, at);
                    at += frame.windowWidth * frame.channels;
                }
            }
        }
        memory.put(0, rows, 0, at);
    }

    private void gather(int row, int place, int at) {
        int channels = frame.channels;
        if (!frame.hasRow(row)) {
            Arrays.fill(rows, at, at + frame.windowWidth * channels, 0f);
        } else if (frame.isWhole(place)) {
            System.arraycopy(image, cell(row, frame.column(place, 0)), rows, at, frame.windowWidth * channels);
        } else {
            for (int j = 0; j < frame.windowWidth; j++) {
                int column = frame.column(place, j);
                if (frame.hasColumn(column)) {
                    System.arraycopy(image, cell(row, column), rows, at + j * channels, channels);
                } else {
                    Arrays.fill(rows, at + j * channels, at + (j + 1) * channels, 0f);
                }
            }
        }
    }

    /** Adds the rows to the cells that they were made of. */
    void scatter(int from, int count) {
        memory.get(0, rows, 0, count * frame.columns * length);
        int at = 0;
        for (int line = from; line < from + count; line++) {
            for (int place = 0; place < frame.columns; place++) {
                for (int i = 0; i < frame.windowHeight; i++) {
                    scatter(frame.row(line, i), place, at);
                    at += frame.windowWidth * frame.channels;
                }
            }
        }
    }

    private void scatter(int row, int place, int at) {
        int channels = frame.channels;
        if (!frame.hasRow(row)) {
            return;
        }
        if (frame.isWhole(place)) {
            add(at, cell(row, frame.column(place, 0)), frame.windowWidth * channels);
            return;
        }
        for (int j = 0; j < frame.windowWidth; j++) {
            int column = frame.column(place, j);
            if (frame.hasColumn(column)) {
                add(at + j * channels, cell(row, column), channels);
            }
        }
    }

    private void add(int from, int to, int count) {
        for (int i = 0; i < count; i++) {
            image[to + i] += rows[from + i];
        }
    }

    private int cell(int row, int column) {
        return (row * frame.width + column) * frame.channels;
    }
}
