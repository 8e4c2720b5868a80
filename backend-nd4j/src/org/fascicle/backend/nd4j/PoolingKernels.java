package org.fascicle.backend.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;

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
                    result[first[c] + c] += places[place + c];
                }
            }
        }
    }

    private void find(int line, int column) {
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        int last = frame.windowHeight * frame.windowWidth - 1;
        for (int k = 0; k <= last; k++) {
            int at = cell(line, column, k / frame.windowWidth, k % frame.windowWidth);
            for (int c = 0; at >= 0 && c < channels; c++) {
                greatest[c] = Math.max(greatest[c], image[at + c]);
            }
        }
        // From the end, so that the first maximum is found last.
        for (int k = last; k >= 0; k--) {
            int at = cell(line, column, k / frame.windowWidth, k % frame.windowWidth);
            for (int c = 0; at >= 0 && c < channels; c++) {
                float value = image[at + c];
                first[c] = value == greatest[c] || value != value ? at : first[c];
            }
        }
    }

    /** The place of a cell in the image; −1 for padding. */
    private int cell(int line, int column, int inHeight, int inWidth) {
        int row = frame.row(line, inHeight);
        int along = frame.column(column, inWidth);
        return frame.hasRow(row) && frame.hasColumn(along) ? (row * frame.width + along) * channels : -1;
    }
}
