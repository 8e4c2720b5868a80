package org.fascicle.backend.nd4j.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.fascicle.backend.nd4j.natives.Call;

/** Pooling and its gradients in Java, one image at a time in heap arrays, over all channels of a cell at once. */
final class PoolingKernels {
    /** Takes the channels of one cell under one place of the window. */
    private interface Cell {
        void take(int cell, int place);
    }

    private final Frame frame;
    private final int channels;
    private final float[] image;
    private final float[] places;
    private final float[] greatest;
    private final int[] first;

    private PoolingKernels(Op op, int[] image, int[] places) {
        frame = new Frame(op, image, places);
        channels = frame.channels;
        this.image = new float[frame.imageSize()];
        this.places = new float[frame.lines * frame.columns * channels];
        greatest = new float[channels];
        first = new int[channels];
    }

    static Call maximum(Op op, Binding binding) {
        return forward(op, binding, true);
    }

    static Call sum(Op op, Binding binding) {
        return forward(op, binding, false);
    }

    private static Call forward(Op op, Binding binding, boolean maximum) {
        PoolingKernels kernel = new PoolingKernels(
                op, binding.extents(op.in.get(0).shape), binding.extents(op.out.shape));
        FloatBuffer x = binding.in(op, 0).floats();
        FloatBuffer z = binding.out(op).floats();
        Cell cell = maximum ? kernel::greater : kernel::add;
        float start = maximum ? Float.NEGATIVE_INFINITY : 0f;
        return run -> {
            for (int example = 0; example < kernel.frame.examples; example++) {
                x.get(example * kernel.image.length, kernel.image);
                Arrays.fill(kernel.places, start);
                kernel.forEach(cell);
                z.put(example * kernel.places.length, kernel.places);
            }
        };
    }

    static Call sumGrad(Op op, Binding binding) {
        PoolingKernels kernel = new PoolingKernels(
                op, binding.extents(op.out.shape), binding.extents(op.in.get(0).shape));
        FloatBuffer g = binding.in(op, 0).floats();
        FloatBuffer z = binding.out(op).floats();
        Cell cell = kernel::spread;
        return run -> {
            for (int example = 0; example < kernel.frame.examples; example++) {
                g.get(example * kernel.places.length, kernel.places);
                Arrays.fill(kernel.image, 0f);
                kernel.forEach(cell);
                z.put(example * kernel.image.length, kernel.image);
            }
        };
    }

    static Call maximumGrad(Op op, Binding binding) {
        PoolingKernels kernel = new PoolingKernels(
                op, binding.extents(op.in.get(0).shape), binding.extents(op.in.get(1).shape));
        FloatBuffer x = binding.in(op, 0).floats();
        FloatBuffer g = binding.in(op, 1).floats();
        FloatBuffer z = binding.out(op).floats();
        float[] result = new float[kernel.image.length];
        return run -> {
            for (int example = 0; example < kernel.frame.examples; example++) {
                x.get(example * result.length, kernel.image);
                g.get(example * kernel.places.length, kernel.places);
                Arrays.fill(result, 0f);
                kernel.toFirst(result);
                z.put(example * result.length, result);
            }
        };
    }

    private void greater(int cell, int place) {
        for (int c = 0; c < channels; c++) {
            places[place + c] = Math.max(places[place + c], image[cell + c]);
        }
    }

    private void add(int cell, int place) {
        for (int c = 0; c < channels; c++) {
            places[place + c] += image[cell + c];
        }
    }

    private void spread(int cell, int place) {
        for (int c = 0; c < channels; c++) {
            image[cell + c] += places[place + c];
        }
    }

    private void forEach(Cell cell) {
        int place = 0;
        for (int line = 0; line < frame.lines; line++) {
            for (int column = 0; column < frame.columns; column++, place += channels) {
                for (int i = 0; i < frame.windowHeight; i++) {
                    for (int j = 0; j < frame.windowWidth; j++) {
                        int at = cell(line, column, i, j);
                        if (at >= 0) {
                            cell.take(at, place);
                        }
                    }
                }
            }
        }
    }

    /** Adds each gradient where the first maximum of its window lies. */
    private void toFirst(float[] result) {
        int place = 0;
        for (int line = 0; line < frame.lines; line++) {
            for (int column = 0; column < frame.columns; column++, place += channels) {
                find(line, column);
                for (int c = 0; c < channels; c++) {
                    int cell = greatest[c] == greatest[c] ? first[c] : notANumber(line, column, c);
                    result[cell + c] += places[place + c];
                }
            }
        }
    }

    private void find(int line, int column) {
        int last = frame.windowHeight * frame.windowWidth - 1;
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        for (int k = 0; k <= last; k++) {
            int at = cell(line, column, k / frame.windowWidth, k % frame.windowWidth);
            if (at >= 0) {
                raise(at);
            }
        }
        // From the end, so that the first maximum is found last.
        for (int k = last; k >= 0; k--) {
            int at = cell(line, column, k / frame.windowWidth, k % frame.windowWidth);
            if (at >= 0) {
                keepFirst(at);
            }
        }
    }

    private void raise(int at) {
        for (int c = 0; c < channels; c++) {
            greatest[c] = Math.max(greatest[c], image[at + c]);
        }
    }

    // A value before a NaN is not found here; that is corrected later. One comparison becomes a conditional move, two would not.
    private void keepFirst(int at) {
        for (int c = 0; c < channels; c++) {
            float value = image[at + c];
            first[c] = value < greatest[c] ? first[c] : at;
        }
    }

    /** The first cell of a window that is NaN in a channel; there is one. */
    private int notANumber(int line, int column, int channel) {
        int k = 0;
        int at = -1;
        while (at < 0 || image[at + channel] == image[at + channel]) {
            at = cell(line, column, k / frame.windowWidth, k % frame.windowWidth);
            k++;
        }
        return at;
    }

    /** The place of a cell in the image; −1 for padding. */
    private int cell(int line, int column, int inHeight, int inWidth) {
        int row = frame.row(line, inHeight);
        int along = frame.column(column, inWidth);
        return frame.hasRow(row) && frame.hasColumn(along) ? (row * frame.width + along) * channels : -1;
    }
}
