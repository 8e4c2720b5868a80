package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** Convolutions and poolings over sequences and images, whose channels ONNX has first, and we have last. */
final class Windows {
    private static final String PADDING = "padding";
    private static final String STRIDES = "strides";
    private static final String VALID = "valid";

    private Windows() {}

    /** What a window slides over: a layer's output with channels last, with the window along its axes. */
    private record Place(View view, Source source, Slide slide, int axes) {
        boolean isLine() {
            return slide.in().length == 1;
        }

        /** The output of a layer in its place, as the file sees it. */
        View over(Source next) {
            List<int[]> groups = new ArrayList<>(List.of(new int[] {View.ROWS}, new int[] {isLine() ? 1 : 2}));
            for (int axis = 0; axis < axes; axis++) {
                groups.add(!isLine() ? new int[] {axis} : axis == axes - 1 ? new int[] {0} : new int[0]);
            }
            return new View(next, next.shape(), List.copyOf(groups), null, true, Elements.FLOAT, null);
        }
    }

    private static Place place(Call call, int[] kernel) {
        View x = call.layouts().plain(call.view(0));
        int axes = x.rank() - 2;
        Refused.unless((axes == 1 || axes == 2) && x.isRows(0), "it slides over " + Arrays.toString(x.shape())
                + ", which is no sequence and no image: [rows, channels, steps] or [rows, channels, height, width]");
        int[] in = IntStream.range(2, x.rank()).map(x::extent).toArray();
        Slide slide = Slide.of(call, in, kernel.length == 0 ? null : kernel);
        Slide line = axes == 1 ? slide : slide.line();
        if (line != null) {
            return new Place(x, call.layouts().source(x, x.rank() - 1, 1), line, axes);
        }
        return new Place(x, call.layouts().source(x, 2, 3, 1), slide, axes);
    }

    static Value conv(Call call) {
        Constant w = call.constant(1);
        Refused.unless(w.rank() >= 3 && w.size() > 0, "its kernel has the shape " + Arrays.toString(w.shape()));
        int[] kernel = w.shape();
        Place place = place(call, Arrays.copyOfRange(kernel, 2, kernel.length));
        long groups = call.integer("group", 1);
        int channels = place.view().extent(1);
        int filters = kernel[0];
        Refused.unless(groups > 0 && kernel[1] * groups == channels && filters % groups == 0, "its kernel "
                + Arrays.toString(kernel) + " in " + groups + " groups does not fit " + channels + " channels");
        Source conv;
        if (!place.isLine() && groups == channels && groups > 1) {
            conv = convolution(call, place.source(), place.slide(), "depthwise_conv2d", filters)
                    .option("depth_multiplier", filters / channels, 1).tensor("kernel",
                            w.transposed(2, 3, 0, 1).reshaped(kernel[2], kernel[3], channels, filters / channels));
        } else {
            conv = convolution(call, place.source(), place.slide(), place.isLine() ? "conv1d" : "conv2d", filters)
                    .option("filters", filters).option("groups", (int) groups, 1).tensor("kernel", place.isLine()
                            ? w.reshaped(filters, kernel[1], kernel[kernel.length - 1]).transposed(2, 1, 0)
                            : w.transposed(2, 3, 1, 0));
        }
        View y = place.over(conv);
        return call.has(2) ? biased(call, y, filters) : y;
    }

    /** A layer whose kernel is still to be set. */
    private static Source convolution(Call call, Source input, Slide slide, String layer, int filters) {
        boolean causal = layer.equals("conv1d") && slide.isCausal();
        String padding = slide.isValid() ? VALID : slide.isSame() ? "same" : causal ? "causal" : "";
        Source source = padding.isEmpty() ? padded(call, input, slide) : input;
        int[] shape = Arrays.copyOf(slide.out(), slide.out().length + 1);
        shape[shape.length - 1] = filters;
        return call.network().layer(layer, source, call.name(1), shape).option("kernel_size", size(slide.extents()))
                .option(STRIDES, size(slide.strides()), size(ones(slide)))
                .option(PADDING, padding.isEmpty() ? VALID : padding, VALID)
                .option("dilation_rate", size(slide.dilations()), size(ones(slide))).option("use_bias", false)
                .slots(new Source.Slots(new int[] {shape.length - 1}, "kernel", "bias")).takingActivation();
    }

    private static int[] ones(Slide slide) {
        int[] ones = new int[slide.in().length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A depthwise convolution of an image with its channels last. */
    static View depthwise(Call call, Source image, Slide slide, Constant kernel) {
        int multiplier = kernel.extent(3);
        Source layer = convolution(call, image, slide, "depthwise_conv2d", kernel.extent(2) * multiplier)
                .option("depth_multiplier", multiplier, 1).tensor("kernel", kernel);
        return View.of(layer);
    }

    private static View biased(Call call, View y, int filters) {
        Constant bias = call.constant(2);
        int[] along = new int[y.rank() - 1];
        Arrays.fill(along, 1);
        along[0] = filters;
        Refused.unless(bias.size() == filters, "its bias has the shape " + Arrays.toString(bias.shape()) + ", and there are "
                + filters + " filters");
        return Arithmetic.plus(call, y, bias.reshaped(along));
    }

    private static Object size(int[] numbers) {
        return numbers.length == 1 ? (Object) numbers[0] : Layouts.list(numbers);
    }

    /** With zeros where the window stands over. */
    private static Source padded(Call call, Source source, Slide slide) {
        int[] high = new int[slide.in().length];
        for (int axis = 0; axis < high.length; axis++) {
            long end = (slide.out()[axis] - 1L) * slide.strides()[axis] + slide.reach(axis);
            // Within the padding, and a stride more where places are rounded up.
            high[axis] = (int) Math.max(0, end - slide.in()[axis] - slide.low()[axis]);
        }
        int[] low = Arrays.copyOf(slide.low(), high.length + 1);
        return Margins.around(call, source, "zero_padding_2d", low, Arrays.copyOf(high, high.length + 1));
    }

    static Value maxPool(Call call) {
        Place place = place(call, new int[0]);
        Slide slide = place.slide();
        requireDense(slide);
        boolean fits = slide.isValid() || slide.isSame();
        Refused.unless(fits || place.source().nonNegative(), "its window stands over by " + Arrays.toString(slide.low()) + " and "
                + Arrays.toString(slide.high()) + ", which no padding of a layer does, and zeros there could be the greatest");
        return pooled(call, place, "max_pooling", fits);
    }

    /** Of the cells that count: those inside, or those of the padding too. Where some do not, zeros are there, and a factor makes up for them. */
    static Value averagePool(Call call) {
        Place place = place(call, new int[0]);
        Slide slide = place.slide();
        requireDense(slide);
        boolean counted = call.flag("count_include_pad");
        if (slide.isValid() || slide.isSame() && !counted) {
            return pooled(call, place, "average_pooling", true);
        }
        Refused.unless(!counted || !slide.standsOver(), "its padding counts, and its last window stands over that too, of which "
                + "systems have different means");
        double[] cells = cells(slide, counted);
        int size = Constant.product(slide.extents());
        Arrays.setAll(cells, i -> size / cells[i]);
        int[] along = new int[place.axes()];
        Arrays.fill(along, 1);
        System.arraycopy(slide.out(), 0, along, along.length - slide.out().length, slide.out().length);
        return Arithmetic.times(call, pooled(call, place, "average_pooling", false), Dense.vector(cells).reshaped(along));
    }

    /** How many cells count under a window at each of its places. */
    private static double[] cells(Slide slide, boolean padding) {
        double[] cells = Folding.filled(1, slide.out()).values();
        for (int i = 0; i < cells.length; i++) {
            int rest = i;
            for (int axis = slide.in().length - 1; axis >= 0; axis--) {
                int low = padding ? slide.low()[axis] : 0;
                int high = padding ? slide.high()[axis] : 0;
                int from = rest % slide.out()[axis] * slide.strides()[axis] - slide.low()[axis];
                rest /= slide.out()[axis];
                int within = Math.min(from + slide.extents()[axis], slide.in()[axis] + high) - Math.max(from, -low);
                Refused.unless(within > 0, "its window stands outside");
                cells[i] *= within;
            }
        }
        return cells;
    }

    private static void requireDense(Slide slide) {
        Refused.unless(Arrays.stream(slide.dilations()).allMatch(number -> number == 1), "a pooling has no dilations here");
    }

    private static View pooled(Call call, Place place, String layer, boolean fits) {
        Slide slide = place.slide();
        Source source = fits ? place.source() : padded(call, place.source(), slide);
        int[] shape = Arrays.copyOf(slide.out(), slide.out().length + 1);
        shape[shape.length - 1] = place.view().extent(1);
        Source pool = call.network().layer(layer + (place.isLine() ? "_1d" : "_2d"), source, shape)
                .option("pool_size", size(slide.extents())).option(STRIDES, size(slide.strides()))
                .option(PADDING, !fits || slide.isValid() ? VALID : "same", VALID).nonNegative(source.nonNegative());
        return place.over(pool);
    }

    /** Our own form of a mean of the cells that lie inside: the sum under a window by the number of cells. */
    static Value averageInside(Call call) {
        Call pool = call.found("p");
        Place place = place(pool, new int[0]);
        Slide slide = place.slide();
        requireDense(slide);
        int size = Constant.product(slide.extents());
        Refused.unless(pool.flag("count_include_pad") && slide.isSame() && call.constant(1).size() == 1
                && call.constant(1).number("the factor") == size, "it is no mean of what lies under the window");
        View y = pooled(pool, place, "average_pooling", true);
        double[] cells = cells(slide, false);
        View moved = Shapes.transposed(call.found("t"), y);
        double[] given = call.constant(2).values();
        int channels = place.view().extent(1);
        Refused.unless(given.length == cells.length * channels && IntStream.range(0, given.length)
                .allMatch(i -> Math.abs(given[i] - cells[i / channels]) < 1e-3),
                "it divides by other numbers than those of cells");
        return moved;
    }

    static Value convTranspose(Call call) {
        Constant w = call.constant(1);
        View x = call.layouts().plain(call.view(0));
        int axes = x.rank() - 2;
        Refused.unless((axes == 1 || axes == 2) && x.isRows(0) && w.rank() == x.rank() && w.size() > 0
                && call.integer("group", 1) == 1 && w.extent(0) == x.extent(1),
                "its kernel " + Arrays.toString(w.shape()) + " in " + call.integer("group", 1) + " groups over "
                        + Arrays.toString(x.shape()) + " has no equal");
        int[] in = IntStream.range(2, x.rank()).map(x::extent).toArray();
        Growth growth = Growth.of(call, in, Arrays.copyOfRange(w.shape(), 2, w.rank())).image();
        Source source = call.layouts().source(x, axes == 1 ? new int[] {2, 1} : new int[] {2, 3, 1});
        Source image = call.layouts().shaped(source, growth.in()[0], growth.in()[1], x.extent(1));
        int filters = w.extent(1);
        int[] kernel = growth.extents();
        int[] made = growth.made();
        Source conv = call.network().layer("conv2d_transpose", image, call.name(1), made[0], made[1], filters)
                .option("filters", filters).option("kernel_size", Layouts.list(kernel))
                .option(STRIDES, Layouts.list(growth.strides()), List.of(1, 1))
                .option(PADDING, growth.isSame() ? "same" : VALID, VALID)
                .option("dilation_rate", Layouts.list(growth.dilations()), List.of(1, 1)).option("use_bias", false)
                .tensor("kernel", w.reshaped(w.extent(0), filters, kernel[0], kernel[1]).transposed(2, 3, 1, 0))
                .slots(new Source.Slots(new int[] {2}, null, "bias"));
        int[] more = growth.more();
        if (more != null) {
            conv.option("output_padding", Layouts.list(more));
        }
        int[] out = growth.out();
        int[] low = growth.isSame() ? new int[2] : growth.low();
        int[] cut = {made[0] - low[0] - out[0], made[1] - low[1] - out[1]};
        if (call.has(2)) {
            biased(call, View.of(conv, conv.shape(), 2, 0, 1), filters);
        }
        boolean whole = low[0] + low[1] + cut[0] + cut[1] == 0;
        Source grown = whole ? conv.takingActivation() : Margins.around(call, conv, "cropping_2d",
                new int[] {low[0], low[1], 0}, new int[] {cut[0], cut[1], 0});
        int[] shape = axes == 1 ? new int[] {out[1], filters} : grown.shape();
        return View.of(grown, shape, axes == 1 ? new int[] {1, 0} : new int[] {2, 0, 1});
    }
}
