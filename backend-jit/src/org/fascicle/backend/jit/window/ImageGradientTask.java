package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.product.TransposeTask;
import org.fascicle.backend.jit.product.Transposition;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/**
 * The gradient of a convolution's images: a product of the places with the transposed kernel gives what each place adds to the
 * cells under it. With enough channels, the product of a line of places and one cell of the window is added to the image
 * itself; else the cells of some lines are laid out, and then added up. Blocks are examples.
 */
public final class ImageGradientTask extends ExampleTask {
    private final Convolution shape;
    private final Gemm gemm;
    private final Room image;
    private final Room transposed;
    private final Room places;

    /**
     * A task.
     *
     * @param image the result
     * @param transposed the kernel as {@link #transpose} makes it
     * @param places the gradient of the places
     */
    public ImageGradientTask(Convolution shape, Gemm gemm, Room image, Room transposed, Room places) {
        super(shape.examples);
        this.shape = shape;
        this.gemm = gemm;
        this.image = image;
        this.transposed = transposed;
        this.places = places;
    }

    /** Transposes a kernel: [covered, outputs] becomes [window's cells, outputs, channels], or [outputs, covered]. */
    public static Task transpose(Transposition transposition, Convolution shape, Room kernel, Room transposed) {
        int channels = isDirect(shape) ? shape.window.channels : shape.window.covered();
        int cells = shape.window.covered() / Math.max(1, channels);
        return new TransposeTask(transposition, kernel, transposed, cells, channels, shape.outputs, true);
    }

    private static boolean isDirect(Convolution shape) {
        return shape.window.channels >= Scratch.LANES;
    }

    @Override
    public void run(int example, Scratch scratch) {
        Sliding window = shape.window;
        int begin = shape.fieldBegin(image, example);
        Block field = window.isPadded() ? scratch.field(window.fieldSize) : image.block;
        shape.layout.clear(field, begin, scratch);
        if (isDirect(shape)) {
            direct(example, field, begin, scratch);
        } else {
            laidOut(example, field, begin, scratch);
        }
        if (window.isPadded()) {
            shape.layout.take(field, image.block, image.offset + example * window.imageSize(), scratch);
        }
    }

    private void direct(int example, Block field, int begin, Scratch scratch) {
        Sliding window = shape.window;
        int channels = window.channels;
        int cells = window.windowHeight * window.windowWidth;
        for (int line = 0; line < window.lines; line++) {
            int from = shape.placeAt(places, example, line);
            for (int cell = 0; cell < cells; cell++) {
                gemm.multiply(0, window.columns, 0, channels, shape.outputs, places.block, from, shape.outputs, 1,
                        transposed.block, transposed.offset + cell * channels * shape.outputs, channels, 1, field,
                        begin + window.startOfCell(line, cell), window.columnStep, true, scratch);
            }
        }
    }

    private void laidOut(int example, Block field, int begin, Scratch scratch) {
        Sliding window = shape.window;
        Block rows = shape.rows(scratch);
        int covered = window.covered();
        for (int line = 0; line < window.lines; line += shape.linesAtOnce) {
            int end = Math.min(window.lines, line + shape.linesAtOnce);
            gemm.multiply(0, (end - line) * window.columns, 0, covered, shape.outputs, places.block,
                    shape.placeAt(places, example, line), shape.outputs, 1, transposed.block, transposed.offset, covered, 1,
                    rows,
                    0, covered, false, scratch);
            shape.layout.scatter(line, end, rows, field, begin, scratch);
        }
    }

    @Override
    public long work() {
        return shape.work();
    }

    @Override
    public long moved() {
        return shape.moved();
    }
}
