package org.fascicle.backend.jit;

import java.util.Arrays;

/**
 * Convolutions and their gradients as matrix products: the cells under each place of the window are laid out as rows, some
 * lines of places of one image at a time. Blocks are examples, or groups of them where results are summed over examples.
 */
final class ConvolutionTask implements Task {
    /** Which of the three. */
    enum Kind {
        /** Places from image and kernel. */
        FORWARD,
        /** The image's gradient from that of the places and the kernel. */
        TO_IMAGE,
        /** The kernel's gradient from image and the places' gradient. */
        TO_KERNEL
    }

    /** The most elements that are laid out at a time, if a line has not more by itself. */
    private static final int PIECE = 1 << 16;
    private static final int GROUPS = 16;

    private final Kind kind;
    private final Gemm gemm;
    private final Sliding window;
    private final Room image;
    private final Room kernel;
    private final Room places;
    private final int examples;
    private final int outputs;
    private final int linesAtOnce;
    private final int groups;
    private final float[] partial;

    ConvolutionTask(Kind kind, Gemm gemm, Sliding window, Room image, Room kernel, Room places, int examples, int outputs) {
        this.kind = kind;
        this.gemm = gemm;
        this.window = window;
        this.image = image;
        this.kernel = kernel;
        this.places = places;
        this.examples = examples;
        this.outputs = outputs;
        this.linesAtOnce = Math.max(1, Math.min(window.lines, PIECE / Math.max(1, window.columns * window.covered())));
        this.groups = Math.min(GROUPS, examples);
        this.partial = kind == Kind.TO_KERNEL ? new float[groups * window.covered() * outputs + Scratch.LANES] : null;
    }

    @Override
    public int blocks() {
        return kind == Kind.TO_KERNEL ? groups : examples;
    }

    @Override
    public void run(int block, Scratch scratch) {
        if (kind == Kind.TO_KERNEL) {
            int from = (int) ((long) examples * block / groups);
            int to = (int) ((long) examples * (block + 1) / groups);
            for (int example = from; example < to; example++) {
                toKernel(example, block * window.covered() * outputs, example == from, scratch);
            }
        } else if (kind == Kind.FORWARD) {
            forward(block, scratch);
        } else {
            toImage(block, scratch);
        }
    }

    private void forward(int example, Scratch scratch) {
        float[] rows = rows(scratch);
        int length = window.covered();
        for (int line = 0; line < window.lines; line += linesAtOnce) {
            int end = Math.min(window.lines, line + linesAtOnce);
            window.gather(line, end, image.floats, imageAt(example), rows);
            gemm.multiply(0, (end - line) * window.columns, 0, outputs, length, rows, 0, length, 1, kernel.floats,
                    kernel.offset, outputs, 1, places.floats, placeAt(example, line), outputs, false, scratch);
        }
    }

    private void toImage(int example, Scratch scratch) {
        float[] rows = rows(scratch);
        int length = window.covered();
        int begin = imageAt(example);
        Arrays.fill(image.floats, begin, begin + window.imageSize(), 0f);
        for (int line = 0; line < window.lines; line += linesAtOnce) {
            int end = Math.min(window.lines, line + linesAtOnce);
            gemm.multiply(0, (end - line) * window.columns, 0, length, outputs, places.floats, placeAt(example, line),
                    outputs, 1, kernel.floats, kernel.offset, 1, outputs, rows, 0, length, false, scratch);
            window.scatter(line, end, rows, image.floats, begin);
        }
    }

    private void toKernel(int example, int at, boolean first, Scratch scratch) {
        float[] rows = rows(scratch);
        int length = window.covered();
        for (int line = 0; line < window.lines; line += linesAtOnce) {
            int end = Math.min(window.lines, line + linesAtOnce);
            window.gather(line, end, image.floats, imageAt(example), rows);
            gemm.multiply(0, length, 0, outputs, (end - line) * window.columns, rows, 0, 1, length, places.floats,
                    placeAt(example, line), outputs, 1, partial, at, outputs, !first || line > 0, scratch);
        }
    }

    @Override
    public void finish(Scratch scratch) {
        if (kind == Kind.TO_KERNEL) {
            int size = window.covered() * outputs;
            System.arraycopy(partial, 0, kernel.floats, kernel.offset, size);
            for (int group = 1; group < groups; group++) {
                for (int i = 0; i < size; i++) {
                    kernel.floats[kernel.offset + i] += partial[group * size + i];
                }
            }
        }
    }

    private float[] rows(Scratch scratch) {
        return scratch.rows(linesAtOnce * window.columns * window.covered() + Scratch.LANES);
    }

    private int imageAt(int example) {
        return image.offset + example * window.imageSize();
    }

    private int placeAt(int example, int line) {
        return places.offset + (example * window.places() + line * window.columns) * outputs;
    }
}
