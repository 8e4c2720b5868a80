package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Puts numbers that multiply or are added behind a layer into its own tensors: a bias, a gamma, a beta, or the kernel itself. */
final class Folds {
    private Folds() {}

    /** Whether it could be done, and then it is. */
    static boolean into(View x, Affine affine) {
        Source source = x.source();
        Source.Slots slots = source.slots();
        if (slots == null || !x.exclusive() || source.options().containsKey("activation")
                || !Arrays.equals(large(x.extents()), large(source.shape()))) {
            return false;
        }
        int[] shape = inSource(affine.shape(), x.extents(), source.shape());
        for (int axis = 0; axis < shape.length; axis++) {
            int at = axis;
            if (shape[axis] > 1 && IntStream.of(slots.axes()).noneMatch(each -> each == at)) {
                return false;
            }
        }
        int[] seen = IntStream.range(0, shape.length)
                .map(axis -> IntStream.of(slots.axes()).anyMatch(each -> each == axis) ? source.shape()[axis] : 1).toArray();
        int[] inView = inSource(seen, source.shape(), x.extents());
        int[] target = IntStream.of(slots.axes()).map(axis -> source.shape()[axis]).toArray();
        double[] shift = affine.shift(inView);
        if (affine.onlyShifts()) {
            return shifted(source, slots, target, shift);
        }
        return Arrays.stream(shift).allMatch(number -> number == 0) && scaled(source, slots, target, affine.factor(inView));
    }

    private static int[] large(int[] extents) {
        return IntStream.of(extents).filter(extent -> extent > 1).toArray();
    }

    /** Extents along the axes of one shape for those of another, which differs in extents of 1 alone. */
    private static int[] inSource(int[] along, int[] from, int[] to) {
        int[] kept = IntStream.range(0, from.length).filter(axis -> from[axis] > 1).map(axis -> along[axis]).toArray();
        int[] shape = new int[to.length];
        int next = 0;
        for (int axis = 0; axis < to.length; axis++) {
            shape[axis] = to[axis] > 1 ? kept[next++] : 1;
        }
        return shape;
    }

    private static boolean shifted(Source source, Source.Slots slots, int[] target, double[] shift) {
        Constant before = source.tensors().get(slots.shift());
        double[] values = shift.clone();
        if (before != null) {
            double[] own = before.values();
            Arrays.setAll(values, i -> own[i] + shift[i]);
        }
        source.tensor(slots.shift(), Dense.vector(values).reshaped(target));
        source.options().remove(Source.Slots.option(slots.shift()));
        source.nonNegative(false);
        return true;
    }

    private static boolean scaled(Source source, Source.Slots slots, int[] target, double[] factor) {
        Map<String, Constant> tensors = source.tensors();
        String first = slots.factor();
        if (first == null) {
            return false;
        } else if (!tensors.containsKey(first)) {
            tensors.put(first, Dense.vector(ones(factor.length)).reshaped(target));
            source.options().remove(Source.Slots.option(first));
        }
        for (String key : List.of(first, slots.shift())) {
            Constant before = tensors.get(key);
            if (before != null) {
                double[] values = before.values().clone();
                Arrays.setAll(values, i -> values[i] * factor[i % factor.length]);
                tensors.put(key, Constant.of(before.elements(), before.shape(), values));
            }
        }
        source.nonNegative(false);
        return true;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
