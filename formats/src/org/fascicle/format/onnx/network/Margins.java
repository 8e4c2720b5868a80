package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Puts zeros around what a layer computes, or cuts margins off, along any axes: our layers do it along height and width. */
final class Margins {
    private Margins() {}

    /**
     * A layer's output with margins.
     *
     * @param layer {@code zero_padding_2d} or {@code cropping_2d}
     * @param low how much in front, for each axis of the row
     */
    static Source around(Call call, Source source, String layer, int[] low, int[] high) {
        int[] wide = IntStream.range(0, low.length).filter(axis -> low[axis] + high[axis] > 0).toArray();
        if (wide.length == 0) {
            return source;
        } else if (source.rank() == 3 && wide[wide.length - 1] < 2) {
            return layer(call, source, layer, source.shape(), low[0], high[0], low[1], high[1]);
        }
        Source all = source;
        for (int axis : wide) {
            int[] shape = all.shape();
            int before = Constant.product(Arrays.copyOf(shape, axis));
            int behind = Constant.product(Arrays.copyOfRange(shape, axis + 1, shape.length));
            Source image = call.layouts().shaped(all, before, shape[axis], behind);
            Source changed = layer(call, image, layer, image.shape(), 0, 0, low[axis], high[axis]);
            shape[axis] = changed.shape()[1];
            all = call.layouts().shaped(changed, shape);
        }
        return all;
    }

    private static Source layer(Call call, Source source, String layer, int[] shape, int top, int bottom, int left, int right) {
        boolean grows = layer.startsWith("zero");
        int[] out = shape.clone();
        long[] extents = {(long) shape[0] + (grows ? (long) top + bottom : -(long) top - bottom),
            (long) shape[1] + (grows ? (long) left + right : -(long) left - right)};
        for (int axis = 0; axis < 2; axis++) {
            Refused.unless(extents[axis] > 0 && extents[axis] <= Integer.MAX_VALUE, "nothing is left of "
                    + Arrays.toString(shape) + ", or it becomes too large");
            out[axis] = (int) extents[axis];
        }
        Constant.product(out);
        return call.network().layer(layer, source, out)
                .option(grows ? "padding" : "cropping", Layouts.list(top, bottom, left, right)).nonNegative(source.nonNegative());
    }
}
