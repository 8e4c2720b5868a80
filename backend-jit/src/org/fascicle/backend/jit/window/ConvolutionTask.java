package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.task.Room;

/**
 * A convolution as matrix products, one example after the other, or some at once where images are a matrix already. Where neighbouring cells under the window lie behind each
 * other, the image itself is read as a matrix whose rows overlap; else the cells under each place are laid out as rows.
 */
public final class ConvolutionTask extends ExampleTask {
    private final Convolution shape;
    private final Gemm gemm;
    private final Room image;
    private final Room kernel;
    private final Room places;

    public ConvolutionTask(Convolution shape, Gemm gemm, Room image, Room kernel, Room places) {
        super(shape.examples);
        this.shape = shape;
        this.gemm = gemm;
        this.image = image;
        this.kernel = kernel;
        this.places = places;
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        if (!shape.window.isMatrix()) {
            super.part(from, to, scratch);
            return;
        }
        int covered = shape.window.covered();
        gemm.multiply(0, (to - from) * shape.window.places(), 0, shape.outputs, covered, image.block,
                shape.fieldBegin(image, from), covered, 1, kernel.block, kernel.offset, shape.outputs, 1, places.block,
                shape.placeAt(places, from, 0), shape.outputs, false, scratch);
    }

    @Override
    public void run(int example, Scratch scratch) {
        Block field = shape.field(image, example, scratch);
        int begin = shape.fieldBegin(image, example);
        if (shape.window.isDirect()) {
            direct(example, field, begin, scratch);
        } else {
            laidOut(example, field, begin, scratch);
        }
    }

    private void direct(int example, Block field, int begin, Scratch scratch) {
        Sliding window = shape.window;
        int length = window.piece();
        for (int line = 0; line < window.lines; line++) {
            int to = shape.placeAt(places, example, line);
            for (int piece = 0; piece < window.pieces(); piece++) {
                gemm.multiply(0, window.columns, 0, shape.outputs, length, field, begin + window.start(line, piece),
                        window.columnStep, 1, kernel.block, kernel.offset + piece * length * shape.outputs, shape.outputs,
                        1, places.block, to, shape.outputs, piece > 0, scratch);
            }
        }
    }

    private void laidOut(int example, Block field, int begin, Scratch scratch) {
        Sliding window = shape.window;
        int covered = window.covered();
        Block rows = shape.rows(scratch);
        for (int line = 0; line < window.lines; line += shape.linesAtOnce) {
            int end = Math.min(window.lines, line + shape.linesAtOnce);
            shape.layout.gather(line, end, field, begin, rows, scratch);
            gemm.multiply(0, (end - line) * window.columns, 0, shape.outputs, covered, rows, 0, covered, 1, kernel.block,
                    kernel.offset, shape.outputs, 1, places.block, shape.placeAt(places, example, line), shape.outputs,
                    false, scratch);
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
