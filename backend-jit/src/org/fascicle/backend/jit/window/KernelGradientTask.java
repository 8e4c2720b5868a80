package org.fascicle.backend.jit.window;

import java.util.List;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.RowSums;

/**
 * The gradient of a convolution's kernel: summed over the places of an example and over the examples of a group.
 * {@link SumTask} adds groups up.
 */
public final class KernelGradientTask implements RowSums {
    /** About how many places are added up in registers: so many rows of both matrices stay in the first cache. */
    private static final int PLACES = 96;

    private final Convolution shape;
    private final Gemm gemm;
    private final Room image;
    private final Room places;
    /** A kernel's gradient for each group. */
    public final Room partial;

    public KernelGradientTask(Convolution shape, Gemm gemm, Room image, Room places) {
        this.shape = shape;
        this.gemm = gemm;
        this.image = image;
        this.places = places;
        this.partial = Room.allocate(Type.REAL, (long) blocks() * size(), "a convolution's gradient");
    }

    /** How many elements a kernel has. */
    public int size() {
        return shape.window.covered() * shape.outputs;
    }

    @Override
    public int rows() {
        return shape.examples;
    }

    @Override
    public void add(int group, int from, int to, boolean first, Scratch scratch) {
        int into = partial.offset + group * size();
        if (shape.window.isMatrix()) {
            int covered = shape.window.covered();
            gemm.multiply(0, covered, 0, shape.outputs, (to - from) * shape.window.places(), image.block,
                    shape.fieldBegin(image, from), 1, covered, places.block, shape.placeAt(places, from, 0), shape.outputs, 1,
                    partial.block, into, shape.outputs, !first, scratch);
            return;
        }
        for (int example = from; example < to; example++) {
            Block field = shape.field(image, example, scratch);
            int begin = shape.fieldBegin(image, example);
            if (shape.window.channels >= Scratch.LANES) {
                direct(example, field, begin, into, !first || example > from, scratch);
            } else {
                laidOut(example, field, begin, into, !first || example > from, scratch);
            }
        }
    }

    // Column by column of the window: so the places of some lines are one inner extent, whose products stay in registers.
    private void direct(int example, Block field, int begin, int into, boolean adds, Scratch scratch) {
        Sliding window = shape.window;
        int channels = window.channels;
        int step = Math.max(1, PLACES / window.columns);
        Block cells = scratch.rows(window.aligned() + Scratch.LANES);
        for (int column = 0; column < window.windowWidth; column++) {
            shape.layout.alignColumn(column, field, begin, cells, scratch);
            for (int line = 0; line < window.lines; line += step) {
                int count = Math.min(step, window.lines - line) * window.columns;
                for (int row = 0; row < window.windowHeight; row++) {
                    int to = into + (row * window.windowWidth + column) * channels * shape.outputs;
                    gemm.multiply(0, channels, 0, shape.outputs, count, cells, window.startOfAligned(line, row), 1, channels,
                            places.block, shape.placeAt(places, example, line), shape.outputs, 1, partial.block, to,
                            shape.outputs,
                            adds || line > 0, scratch);
                }
            }
        }
    }

    private void laidOut(int example, Block field, int begin, int into, boolean adds, Scratch scratch) {
        Sliding window = shape.window;
        int covered = window.covered();
        Block rows = shape.rows(scratch);
        for (int line = 0; line < window.lines; line += shape.linesAtOnce) {
            int end = Math.min(window.lines, line + shape.linesAtOnce);
            shape.layout.gather(line, end, field, begin, rows, scratch);
            gemm.multiply(0, covered, 0, shape.outputs, (end - line) * window.columns, rows, 0, 1, covered, places.block,
                    shape.placeAt(places, example, line), shape.outputs, 1, partial.block, into, shape.outputs,
                    adds || line > 0, scratch);
        }
    }

    @Override
    public long work() {
        return shape.work();
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(image, shape.examples * shape.window.imageSize()),
                Reach.read(places, shape.examples * shape.window.places() * shape.outputs),
                Reach.written(partial, blocks() * size()));
    }
}
