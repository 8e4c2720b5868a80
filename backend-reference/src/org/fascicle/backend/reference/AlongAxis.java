package org.fascicle.backend.reference;

import java.util.List;

/** Operations that go along one axis: argmax, running sum, sorting. */
final class AlongAxis {
    private AlongAxis() {}

    static Kernel argmax(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int axis = axis(result, x);
        return arguments -> {
            int length = x.extents[axis];
            int inner = x.extent(axis + 1, x.extents.length);
            for (int i = 0; i < result.size(); i++) {
                int start = i / inner * inner * length + i % inner;
                result.integers[i] = greatest(x.reals, start, inner, length);
            }
        };
    }

    static Kernel cumsum(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int axis = axis(result, x);
        return arguments -> {
            int length = x.extents[axis];
            int inner = x.extent(axis + 1, x.extents.length);
            int lines = x.extent(0, axis) * inner;
            for (int i = 0; i < lines; i++) {
                int at = i / inner * inner * length + i % inner;
                double total = 0;
                for (int j = 0; j < length; j++, at += inner) {
                    total += x.reals[at];
                    result.reals[at] = total;
                }
            }
        };
    }

    static Kernel argsort(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int last = x.extents.length - 1;
        MergeSort sort = new MergeSort(x.reals, result.memory.integers(x.extents[last]));
        return arguments -> {
            int length = x.extents[last];
            for (int at = 0; at < result.size(); at += length) {
                sort.sort(at, length, result.integers);
            }
        };
    }

    private static int axis(Tensor result, Tensor x) {
        return x.shape().axis(result.node.attributes().integer("axis"));
    }

    /** The first index of the greatest element of a line; the first NaN, if there is one. */
    private static int greatest(double[] x, int start, int stride, int length) {
        int greatest = 0;
        for (int j = 1; j < length; j++) {
            double best = x[start + greatest * stride];
            double next = x[start + j * stride];
            if (next > best || Double.isNaN(next) && !Double.isNaN(best)) {
                greatest = j;
            }
        }
        return greatest;
    }
}
