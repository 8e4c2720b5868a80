package org.fascicle.layer;

/**
 * Convolutions of images, number by number from their definition: what the layers are compared with. Images are [height,
 * width, channels], row-major; all that has two numbers names the height's first.
 */
final class Direct {
    final int[] extents;
    private final double[] cells;

    Direct(double[] cells, int... extents) {
        this.cells = cells;
        this.extents = extents;
    }

    static Direct zeros(int... extents) {
        int size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        return new Direct(new double[size], extents);
    }

    double[] cells() {
        return cells;
    }

    private int at(int... index) {
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            at = at * extents[axis] + index[axis];
        }
        return at;
    }

    private double get(int i, int j, int c) {
        return i < 0 || j < 0 || i >= extents[0] || j >= extents[1] ? 0 : cells[at(i, j, c)];
    }

    /** Keras's output extent and the zeros in front of it, for the padding valid or same. */
    static int[] placesAndPadding(int extent, int kernel, int stride, int dilation, boolean same) {
        int reach = (kernel - 1) * dilation + 1;
        if (!same) {
            return new int[] {(extent - reach) / stride + 1, 0};
        }
        int places = (extent + stride - 1) / stride;
        return new int[] {places, Math.max(0, (places - 1) * stride + reach - extent) / 2};
    }

    /** By a kernel [height, width, channels / groups, filters]. */
    Direct convolved(Direct kernel, int[] strides, int[] dilations, boolean same, int groups) {
        int[] down = placesAndPadding(extents[0], kernel.extents[0], strides[0], dilations[0], same);
        int[] across = placesAndPadding(extents[1], kernel.extents[1], strides[1], dilations[1], same);
        return convolved(kernel, strides, dilations, groups, down, across);
    }

    Direct convolved(Direct kernel, int[] strides, int[] dilations, int groups, int[] down, int[] across) {
        int filters = kernel.extents[3];
        Direct y = zeros(down[0], across[0], filters);
        for (int i = 0; i < down[0]; i++) {
            for (int j = 0; j < across[0]; j++) {
                for (int f = 0; f < filters; f++) {
                    int first = f / (filters / groups) * kernel.extents[2];
                    for (int a = 0; a < kernel.extents[0]; a++) {
                        for (int b = 0; b < kernel.extents[1]; b++) {
                            for (int c = 0; c < kernel.extents[2]; c++) {
                                y.cells[y.at(i, j, f)] += kernel.cells[kernel.at(a, b, c, f)]
                                        * get(i * strides[0] + a * dilations[0] - down[1],
                                                j * strides[1] + b * dilations[1] - across[1], first + c);
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    /** Each channel by itself, by a kernel [height, width, channels, filters of each]. */
    Direct depthwise(Direct kernel, int[] strides, int[] dilations, boolean same) {
        int each = kernel.extents[3];
        // A depthwise convolution is one with a group for each channel.
        Direct grouped = zeros(kernel.extents[0], kernel.extents[1], 1, extents[2] * each);
        for (int a = 0; a < kernel.extents[0]; a++) {
            for (int b = 0; b < kernel.extents[1]; b++) {
                for (int f = 0; f < extents[2] * each; f++) {
                    grouped.cells[grouped.at(a, b, 0, f)] = kernel.cells[kernel.at(a, b, f / each, f % each)];
                }
            }
        }
        return convolved(grouped, strides, dilations, same, extents[2]);
    }

    /** Each cell times a kernel [height, width, filters, channels], laid out at the strides, {@code cut} off in front. */
    Direct transposed(Direct kernel, int[] strides, int[] dilations, int[] target, int[] cut) {
        Direct y = zeros(target[0], target[1], kernel.extents[2]);
        for (int i = 0; i < extents[0]; i++) {
            for (int j = 0; j < extents[1]; j++) {
                for (int a = 0; a < kernel.extents[0]; a++) {
                    for (int b = 0; b < kernel.extents[1]; b++) {
                        int u = i * strides[0] + a * dilations[0] - cut[0];
                        int v = j * strides[1] + b * dilations[1] - cut[1];
                        if (u >= 0 && v >= 0 && u < target[0] && v < target[1]) {
                            spread(y, u, v, kernel, a, b, at(i, j, 0));
                        }
                    }
                }
            }
        }
        return y;
    }

    private void spread(Direct y, int u, int v, Direct kernel, int a, int b, int cell) {
        for (int f = 0; f < kernel.extents[2]; f++) {
            for (int c = 0; c < extents[2]; c++) {
                y.cells[y.at(u, v, f)] += cells[cell + c] * kernel.cells[kernel.at(a, b, f, c)];
            }
        }
    }

    /** Greatest or mean of the cells inside, under a window. */
    Direct pooled(int[] window, int[] strides, boolean same, boolean mean) {
        int[] down = placesAndPadding(extents[0], window[0], strides[0], 1, same);
        int[] across = placesAndPadding(extents[1], window[1], strides[1], 1, same);
        Direct y = zeros(down[0], across[0], extents[2]);
        for (int at = 0; at < y.cells.length; at++) {
            int c = at % extents[2];
            int j = at / extents[2] % across[0];
            int i = at / extents[2] / across[0];
            double greatest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int u = i * strides[0] - down[1]; u < i * strides[0] - down[1] + window[0]; u++) {
                for (int v = j * strides[1] - across[1]; v < j * strides[1] - across[1] + window[1]; v++) {
                    if (u >= 0 && v >= 0 && u < extents[0] && v < extents[1]) {
                        greatest = Math.max(greatest, get(u, v, c));
                        sum += get(u, v, c);
                        count++;
                    }
                }
            }
            y.cells[at] = mean ? sum / count : greatest;
        }
        return y;
    }
}
