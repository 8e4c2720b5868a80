package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** Means and maxima along axes of a row, as global poolings. */
final class Reductions {
    private static final String AVERAGE = "global_average_pooling";
    private static final String MAXIMUM = "global_max_pooling";

    private Reductions() {}

    static Value mean(Call call) {
        return along(call, call.view(0), AVERAGE, axes(call), call.integer("keepdims", 1) != 0);
    }

    static Value max(Call call) {
        return along(call, call.view(0), MAXIMUM, axes(call), call.integer("keepdims", 1) != 0);
    }

    static Value sum(Call call) {
        View x = call.view(0);
        int[] axes = axes(call);
        int count = Constant.product(IntStream.of(axes).map(x::extent).toArray());
        return Arithmetic.times(call, along(call, x, AVERAGE, axes, call.integer("keepdims", 1) != 0), Dense.number(count));
    }

    static Value averageAll(Call call) {
        return all(call, AVERAGE);
    }

    static Value maxAll(Call call) {
        return all(call, MAXIMUM);
    }

    private static View all(Call call, String layer) {
        View x = call.view(0);
        Refused.unless(x.rank() >= 3 && x.isRows(0), "it pools over " + x.rank() + " axes");
        return along(call, x, layer, IntStream.range(2, x.rank()).toArray(), true);
    }

    /** The axes that a node names, none of them the rows. */
    static int[] axes(Call call) {
        View x = call.view(0);
        int[] given = call.integers("axes", 1);
        if (given == null || given.length == 0) {
            Refused.unless(call.flag("noop_with_empty_axes"), "it goes along the rows too");
            return new int[0];
        }
        int[] axes = IntStream.of(given).map(x::axis).distinct().sorted().toArray();
        Refused.unless(IntStream.of(axes).noneMatch(x::isRows), "it goes along the rows too");
        return axes;
    }

    private static View along(Call call, View x, String layer, int[] axes, boolean keep) {
        int[] reduced = IntStream.of(x.asItLies()).filter(axis -> has(axes, axis)).toArray();
        int[] kept = IntStream.of(x.asItLies()).filter(axis -> !has(axes, axis)).toArray();
        if (reduced.length == 0) {
            return x;
        }
        View plain = call.layouts().plain(x);
        int[] order = IntStream.concat(IntStream.of(reduced), IntStream.of(kept)).toArray();
        int[] extents = IntStream.of(kept).map(x::extent).toArray();
        int size = Constant.product(extents);
        Source positions = kept.length == 1 ? call.layouts().source(plain, order)
                : call.layouts().source(plain, order, new int[] {plain.rowSize() / size, size});
        Source pool = call.network().layer(layer, positions, size).nonNegative(positions.nonNegative());
        List<int[]> groups = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (x.isRows(axis)) {
                groups.add(new int[] {View.ROWS});
            } else if (!has(axes, axis)) {
                int at = axis;
                groups.add(IntStream.range(0, kept.length).filter(i -> kept[i] == at).toArray());
            } else if (keep) {
                groups.add(new int[0]);
            }
        }
        return new View(pool, extents, List.copyOf(groups), null, true, Elements.FLOAT, null);
    }

    private static boolean has(int[] axes, int axis) {
        return IntStream.of(axes).anyMatch(each -> each == axis);
    }
}
