package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** What makes images larger, repeats them, and turns blocks of them into channels. */
final class Images {
    private Images() {}

    /** Each place of an axis several times. */
    static View grown(Call call, View x, int axis, int times, @Nullable String interpolation) {
        if (times == 1) {
            return x;
        }
        View plain = call.layouts().plain(x);
        int[] order = plain.asItLies();
        int at = IntStream.range(0, order.length).filter(i -> order[i] == axis).findFirst().orElseThrow();
        int[] shape = IntStream.of(order).map(plain::extent).toArray();
        int before = Constant.product(Arrays.copyOf(shape, at));
        int behind = Constant.product(Arrays.copyOfRange(shape, at + 1, shape.length));
        long extent = (long) shape[at] * times;
        Refused.unless(times > 0 && extent <= Integer.MAX_VALUE, "it repeats " + times + " times");
        boolean vector = before == 1 && shape[at] == 1 && interpolation == null;
        Source source = call.layouts().source(plain, order,
                vector ? new int[] {behind} : new int[] {before, shape[at], behind});
        shape[at] = (int) extent;
        Constant.product(shape);
        Source layer = vector ? call.network().layer("repeat_vector", source, times, behind).option("n", times)
                : call.network().layer("up_sampling_2d", source, before, (int) extent, behind).option("size", List.of(1, times));
        if (interpolation != null) {
            layer.option("interpolation", interpolation);
        }
        layer.nonNegative(source.nonNegative());
        return Dense.placed(layer, shape, x.rank(), order, x.rowsAxis()).of(x.elements());
    }

    static Value expand(Call call) {
        View x = call.view(0);
        double[] to = call.constant(1).values();
        Refused.unless(to.length <= x.rank(), "it gives " + Arrays.toString(x.shape()) + " more axes");
        View all = x;
        for (int i = 0; i < to.length; i++) {
            int axis = x.rank() - to.length + i;
            boolean same = Double.isNaN(to[i]) && x.isRows(axis) || to[i] == 1 || to[i] == x.extent(axis);
            Refused.unless(same || x.extent(axis) == 1 && to[i] > 1 && to[i] <= Integer.MAX_VALUE,
                    "it repeats rows, or what is more than one");
            all = same ? all : grown(call, all, axis, (int) to[i], null);
        }
        return all;
    }

    static Value tile(Call call) {
        View x = call.view(0);
        double[] times = call.constant(1).values();
        Refused.unless(times.length == x.rank(), "its repeats are " + Arrays.toString(times));
        View all = x;
        for (int axis = 0; axis < times.length; axis++) {
            Refused.unless(times[axis] == 1 || x.extent(axis) == 1 && times[axis] > 1 && times[axis] <= Integer.MAX_VALUE,
                    "it repeats rows, or what is more than one");
            all = grown(call, all, axis, (int) times[axis], null);
        }
        return all;
    }

    /** Channels become blocks of an image. */
    static Value depthToSpace(Call call) {
        View x = image(call);
        int size = blocks(call);
        int channels = x.extent(1) / size / size;
        Refused.unless(channels * size * size == x.extent(1), "its channels are no multiple of its blocks");
        boolean columnFirst = call.text("mode", "DCR").equals("CRD");
        View split = columnFirst ? call.layouts().reshaped(x, channels, size, size, x.extent(2), x.extent(3))
                : call.layouts().reshaped(x, size, size, channels, x.extent(2), x.extent(3));
        List<int[]> axes = split.axes();
        View moved = split.with(columnFirst
                ? List.of(axes.get(0), axes.get(1), axes.get(4), axes.get(2), axes.get(5), axes.get(3))
                : List.of(axes.get(0), axes.get(3), axes.get(4), axes.get(1), axes.get(5), axes.get(2)));
        return call.layouts().reshaped(moved, channels, x.extent(2) * size, x.extent(3) * size);
    }

    /** Blocks of an image become channels. */
    static Value spaceToDepth(Call call) {
        View x = image(call);
        int size = blocks(call);
        int height = x.extent(2) / size;
        int width = x.extent(3) / size;
        Refused.unless(height * size == x.extent(2) && width * size == x.extent(3), "its extents are no multiple of its blocks");
        View split = call.layouts().reshaped(x, x.extent(1), height, size, width, size);
        List<int[]> axes = split.axes();
        View moved = split.with(List.of(axes.get(0), axes.get(3), axes.get(5), axes.get(1), axes.get(2), axes.get(4)));
        return call.layouts().reshaped(moved, x.extent(1) * size * size, height, width);
    }

    private static View image(Call call) {
        View x = call.view(0);
        Refused.unless(x.rank() == 4 && x.isRows(0), "it takes " + Arrays.toString(x.shape()) + " for images");
        return x;
    }

    private static int blocks(Call call) {
        long size = call.integer("blocksize", 0);
        Refused.unless(size > 0 && size < 1 << 10, "its blocksize is " + size);
        return (int) size;
    }

    static Value resize(Call call) {
        View x = call.view(0);
        boolean old = call.node().operator().equals("Upsample") || call.version() < 11;
        int scalesAt = old ? 1 : 2;
        double[] scales = call.node().has("scales") ? call.numbersOf("scales")
                : call.has(scalesAt) && call.constant(scalesAt).size() > 0 ? call.constant(scalesAt).values() : scales(call, x);
        String mode = call.text("mode", "nearest");
        String where = call.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        String rounding = call.text("nearest_mode", "round_prefer_floor");
        boolean nearest = mode.equals("nearest") && (old || where.equals("asymmetric") && rounding.equals("floor")
                || where.equals("half_pixel") && rounding.startsWith("round_prefer"));
        boolean linear = mode.equals("linear") && where.endsWith("half_pixel");
        Refused.unless((nearest || linear) && scales.length == x.rank(), "it is " + mode + " with coordinates " + where);
        View all = x;
        for (int axis = 0; axis < scales.length; axis++) {
            int times = (int) scales[axis];
            Refused.unless(times == scales[axis] && times >= 1 && (times == 1 || !x.isRows(axis)), "it grows by "
                    + Arrays.toString(scales) + ", and here images grow by whole factors");
            all = grown(call, all, axis, times, nearest ? null : "bilinear");
        }
        return all;
    }

    private static double[] scales(Call call, View x) {
        double[] sizes = call.constant(3).values();
        Refused.unless(sizes.length == x.rank(), "its sizes are " + Arrays.toString(sizes));
        double[] scales = new double[sizes.length];
        Arrays.setAll(scales, axis -> x.isRows(axis) ? 1 : sizes[axis] / x.extent(axis));
        return scales;
    }
}
