package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** What gives a row another shape, or other axes: most of it is another look at the same numbers. */
final class Shapes {
    private Shapes() {}

    static Value identity(Call call) {
        return call.value(0);
    }

    static Value shape(Call call) {
        double[] extents = Arrays.stream(call.view(0).shape()).mapToDouble(extent -> extent == View.ROWS ? Double.NaN : extent)
                .toArray();
        return GivenShapes.part(call, extents);
    }

    static Value reshape(Call call) {
        View x = call.view(0);
        double[] to = call.has(1) ? call.constant(1).values() : call.numbersOf("shape");
        boolean copies = !call.flag("allowzero");
        int[] target = new int[Math.max(0, to.length - 1)];
        int open = -1;
        for (int i = 0; i < target.length; i++) {
            double extent = to[i + 1];
            if (extent == 0 && copies) {
                Refused.unless(i + 1 < x.rank(), "it copies an extent that is not there");
                extent = x.extent(i + 1);
            }
            boolean here = extent == -1 && open < 0;
            Refused.unless(here || extent >= 1 && extent <= Integer.MAX_VALUE, mixing(x, to));
            open = here ? i : open;
            target[i] = here ? 1 : (int) extent;
        }
        int known = Constant.product(target);
        if (open >= 0) {
            Refused.unless(x.rowSize() % known == 0, mixing(x, to));
            target[open] = x.rowSize() / known;
        }
        boolean rows = to.length > 0 && (Double.isNaN(to[0]) || to[0] == -1 && open < 0 || to[0] == 0 && copies && x.isRows(0)
                || call.batch() > 0 && to[0] == call.batch());
        Refused.unless(rows && Constant.product(target) == x.rowSize(), mixing(x, to));
        return call.layouts().reshaped(x, target);
    }

    private static String mixing(View x, double[] to) {
        return "it gives " + Arrays.toString(x.shape()) + " the shape "
                + Arrays.toString(to).replace(".0", "").replace("NaN", "rows")
                + ", in which the rows are no axis of their own";
    }

    static Value flatten(Call call) {
        View x = call.view(0);
        long given = call.integer("axis", 1);
        long axis = given < 0 ? given + x.rank() : given;
        Refused.unless(axis >= 1 && axis <= x.rank() && x.isRows(0)
                && IntStream.range(1, (int) axis).allMatch(at -> x.extent(at) == 1), "it lays rows and axes into one");
        return call.layouts().reshaped(x, x.rowSize());
    }

    static Value transpose(Call call) {
        return transposed(call, call.view(0));
    }

    static View transposed(Call call, View x) {
        return x.with(IntStream.of(GivenShapes.order(call, x.rank())).mapToObj(x.axes()::get).collect(Collectors.toList()));
    }

    static Value unsqueeze(Call call) {
        View x = call.view(0);
        int[] axes = call.required("axes", 1);
        int rank = x.rank() + axes.length;
        boolean[] added = new boolean[rank];
        for (int axis : axes) {
            int at = axis < 0 ? axis + rank : axis;
            Refused.unless(at >= 0 && at < rank && !added[at], "its axes are " + Arrays.toString(axes));
            added[at] = true;
        }
        List<int[]> groups = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rank; i++) {
            groups.add(added[i] ? new int[0] : x.axes().get(next++));
        }
        return x.with(groups);
    }

    static Value squeeze(Call call) {
        View x = call.view(0);
        int[] given = call.integers("axes", 1);
        int[] axes = given == null ? IntStream.range(0, x.rank()).filter(axis -> x.extent(axis) == 1).toArray()
                : IntStream.of(given).map(x::axis).toArray();
        return without(x, axes);
    }

    private static View without(View x, int... axes) {
        List<int[]> groups = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            int at = axis;
            if (IntStream.of(axes).noneMatch(each -> each == at)) {
                groups.add(x.axes().get(axis));
            } else {
                Refused.unless(x.extent(axis) == 1, "it takes away the axis " + axis + " of " + Arrays.toString(x.shape()));
            }
        }
        return x.with(groups);
    }

    static Value cast(Call call) {
        View x = call.view(0);
        Elements to = Elements.of(call.integer("to", 0));
        Refused.unless(to.isReal() || to.isInteger(), "it makes other things than numbers of computed ones");
        if (to == Elements.FLOAT16 || to == Elements.BFLOAT16) {
            call.left("what it rounds to " + to + " is not rounded here");
        }
        // A fraction that is cut off can only be an index: embeddings cut it off too.
        return x.elements().isReal() && to.isInteger()
                ? x.of(to).within(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) : x.of(to);
    }

    static Value concat(Call call) {
        List<View> views = IntStream.range(0, call.inputs()).mapToObj(call::view).collect(Collectors.toList());
        View first = views.get(0);
        int axis = first.axis(call.integer("axis", 0));
        if (views.size() == 1) {
            return first;
        }
        int[] order = first.asItLies();
        int at = IntStream.range(0, order.length).filter(i -> order[i] == axis).findFirst().orElse(-1);
        Refused.unless(at >= 0, "it puts rows behind rows");
        List<Source> sources = new ArrayList<>();
        int[] shape = null;
        int sum = 0;
        boolean nonNegative = true;
        for (View view : views) {
            Refused.unless(view.rank() == first.rank() && view.rowsAxis() == first.rowsAxis(), "its parts have different axes");
            Source source = call.layouts().source(call.layouts().plain(view), order);
            int[] others = source.shape();
            sum = Math.addExact(sum, others[at]);
            others[at] = 0;
            Refused.unless(shape == null || Arrays.equals(shape, others), "its parts do not fit together");
            shape = others;
            sources.add(source);
            nonNegative &= source.nonNegative();
        }
        int[] met = shape == null ? new int[0] : shape;
        met[at] = sum;
        Source layer = call.network().layer("concatenate", sources, met).option("axis", at == met.length - 1 ? -1 : at + 1, -1)
                .nonNegative(nonNegative);
        return Dense.placed(layer, first.rank(), order, first.rowsAxis());
    }

    static Value slice(Call call) {
        View x = call.view(0);
        int[] shape = x.shape();
        int[] low = new int[x.rank()];
        int[] high = new int[x.rank()];
        for (Cut cut : Cut.of(call, shape)) {
            boolean whole = x.isRows(cut.axis()) && cut.start() == 0 && cut.end() >= Integer.MAX_VALUE;
            Refused.unless(cut.step() == 1 && (whole || !x.isRows(cut.axis())),
                    "it takes some rows, or not each place of its axis " + cut.axis());
            if (!whole) {
                low[cut.axis()] = cut.from(shape[cut.axis()]);
                high[cut.axis()] = shape[cut.axis()] - cut.to(shape[cut.axis()]);
                Refused.unless(low[cut.axis()] + high[cut.axis()] < shape[cut.axis()],
                        "nothing is left of its axis " + cut.axis());
            }
        }
        return margins(call, x, "cropping_2d", low, high);
    }

    private static View margins(Call call, View x, String layer, int[] low, int[] high) {
        if (IntStream.range(0, low.length).allMatch(axis -> low[axis] + high[axis] == 0)) {
            return x;
        }
        View plain = call.layouts().plain(x);
        int[] order = plain.asItLies();
        Source source = Margins.around(call, call.layouts().source(plain, order), layer,
                IntStream.of(order).map(axis -> low[axis]).toArray(), IntStream.of(order).map(axis -> high[axis]).toArray());
        return Dense.placed(source, x.rank(), order, x.rowsAxis());
    }

    /** The places from one on of an axis. */
    private static View part(Call call, View x, int axis, int from, int length) {
        int[] low = new int[x.rank()];
        int[] high = new int[x.rank()];
        low[axis] = from;
        high[axis] = x.extent(axis) - from - length;
        Refused.unless(from >= 0 && length > 0 && high[axis] >= 0,
                "it takes " + length + " places from " + from + " on of its axis "
                        + axis + " of " + Arrays.toString(x.shape()));
        return margins(call, x, "cropping_2d", low, high);
    }

    static List<Value> split(Call call) {
        View x = call.view(0);
        int axis = x.axis(call.integer("axis", 0));
        Refused.unless(!x.isRows(axis), "it splits the rows");
        int count = call.node().outputs().size();
        int[] given = call.integers("split", 1);
        int each = (x.extent(axis) + count - 1) / Math.max(1, count);
        int from = 0;
        List<Value> parts = new ArrayList<>();
        View shared = call.layouts().plain(x).exclusive(false);
        for (int i = 0; i < count; i++) {
            int length = given == null ? Math.min(each, x.extent(axis) - from) : i < given.length ? given[i] : 0;
            parts.add(part(call, shared, axis, from, length));
            from += length;
        }
        return parts;
    }

    static Value gather(Call call) {
        if (call.isConstant(0)) {
            return Dense.embedding(call, call.constant(0), call.view(1));
        }
        View x = call.view(0);
        Constant index = call.constant(1);
        int axis = x.axis(call.integer("axis", 0));
        Refused.unless(!x.isRows(axis) && index.rank() <= 1 && index.size() > 0, "it takes rows, or by a table of places");
        int extent = x.extent(axis);
        int[] places = IntStream.of(index.integers("its index")).map(at -> at < 0 ? at + extent : at).toArray();
        boolean inOrder = IntStream.range(0, places.length).allMatch(i -> places[i] == places[0] + i);
        if (inOrder) {
            View taken = part(call, x, axis, places[0], places.length);
            return index.rank() == 0 ? without(taken, axis) : taken;
        }
        int times = places.length / extent;
        Refused.unless(times > 0 && places.length == times * extent
                && IntStream.range(0, places.length).allMatch(i -> places[i] == i / times),
                "it takes places of its axis " + axis + " that do not lie side by side");
        return Images.grown(call, x, axis, times, null);
    }

    static Value pad(Call call) {
        View x = call.view(0);
        int[] pads = call.required(call.node().has("paddings") ? "paddings" : "pads", 1);
        double value = call.has(2) ? call.constant(2).number("its value") : call.number("value", 0);
        int[] given = call.has(3) ? call.constant(3).integers("its axes") : IntStream.range(0, x.rank()).toArray();
        Refused.unless(pads.length == 2 * given.length && call.text("mode", "constant").equals("constant")
                && Arrays.stream(pads).allMatch(pad -> pad >= 0), "it puts other things than zeros around, or takes away");
        int[] low = new int[x.rank()];
        int[] high = new int[x.rank()];
        for (int i = 0; i < given.length; i++) {
            int axis = x.axis(given[i]);
            low[axis] = pads[i];
            high[axis] = pads[given.length + i];
            Refused.unless(!x.isRows(axis) || pads[i] + pads[given.length + i] == 0, "it adds rows");
        }
        Refused.unless(value == 0 || Arrays.stream(pads).allMatch(pad -> pad == 0), "it puts " + value + " around, not zeros");
        return margins(call, x, "zero_padding_2d", low, high);
    }

    /** The class with the greatest score is no output here, since whoever predicts gets it. */
    static Value label(Call call) {
        View x = call.view(0);
        Refused.unless(x.axis(call.integer("axis", 0)) == x.rank() - 1, "it finds the greatest along another axis than the last");
        return Value.Label.CLASS;
    }
}
