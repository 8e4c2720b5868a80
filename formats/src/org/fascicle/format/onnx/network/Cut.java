package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a Slice leaves of one axis. Immutable. */
record Cut(int axis, long start, long end, long step) {
    /** Those of a node, for a tensor of a shape. */
    static List<Cut> of(Call call, int[] shape) {
        double[] starts = numbers(call, "starts", 1);
        double[] ends = numbers(call, "ends", 2);
        double[] axes = call.has(3) || call.node().has("axes") ? numbers(call, "axes", 3)
                : IntStream.range(0, starts.length).asDoubleStream().toArray();
        double[] steps = new double[starts.length];
        Arrays.fill(steps, 1);
        steps = call.has(4) ? numbers(call, "steps", 4) : steps;
        Refused.unless(starts.length == ends.length && axes.length == starts.length && steps.length == starts.length,
                "its starts, ends, axes and steps do not fit together");
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            double axis = axes[i] < 0 ? axes[i] + shape.length : axes[i];
            Refused.unless(
                    axis >= 0 && axis < shape.length && steps[i] != 0 && !Double.isNaN(starts[i]) && !Double.isNaN(ends[i]),
                    "it cuts the axis " + axes[i] + " of " + Arrays.toString(shape));
            cuts.add(new Cut((int) axis, (long) starts[i], (long) ends[i], (long) steps[i]));
        }
        return cuts;
    }

    private static double[] numbers(Call call, String name, int input) {
        return call.has(input) ? call.constant(input).values() : call.numbersOf(name);
    }

    /** Its first place. */
    int from(int extent) {
        long counted = start < 0 ? start + extent : start;
        return (int) Math.max(0, Math.min(step > 0 ? extent : extent - 1L, counted));
    }

    /** Behind its last place. */
    int to(int extent) {
        long counted = end < 0 ? end + extent : end;
        return (int) Math.max(step > 0 ? 0 : -1, Math.min(extent, counted));
    }

    /** All places. */
    int[] places(int extent) {
        int from = from(extent);
        int to = to(extent);
        long count = step > 0 ? (to - from + step - 1) / step : (from - to - step - 1) / -step;
        return IntStream.range(0, (int) Math.max(0, count)).map(i -> (int) (from + i * step)).toArray();
    }
}
