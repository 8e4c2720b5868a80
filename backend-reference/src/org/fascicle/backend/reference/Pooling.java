package org.fascicle.backend.reference;

import java.util.Arrays;
import java.util.List;

/** Maxima and sums under a sliding window, channel by channel, and their gradients. */
final class Pooling {
    private Pooling() {}

    static Kernel maximum(Tensor result, List<Tensor> operands) {
        double[] image = operands.get(0).reals;
        double[] y = result.reals;
        SlidingWindow window = new SlidingWindow(result, operands.get(0), result);
        return visiting(window, result, Double.NEGATIVE_INFINITY,
                (cell, place) -> y[place] = Math.max(y[place], image[cell]));
    }

    static Kernel sum(Tensor result, List<Tensor> operands) {
        double[] image = operands.get(0).reals;
        double[] y = result.reals;
        SlidingWindow window = new SlidingWindow(result, operands.get(0), result);
        return visiting(window, result, 0, (cell, place) -> y[place] += image[cell]);
    }

    static Kernel sumGrad(Tensor result, List<Tensor> operands) {
        double[] g = operands.get(0).reals;
        double[] y = result.reals;
        SlidingWindow window = new SlidingWindow(result, result, operands.get(0));
        return visiting(window, result, 0, (cell, place) -> y[cell] += g[place]);
    }

    static Kernel maximumGrad(Tensor result, List<Tensor> operands) {
        double[] image = operands.get(0).reals;
        Tensor g = operands.get(1);
        SlidingWindow window = new SlidingWindow(result, operands.get(0), g);
        int[] first = result.memory.integers(g.size());
        SlidingWindow.Visitor search = channels(window, (cell, place) -> {
            if (first[place] < 0 || isGreater(image[cell], image[first[place]])) {
                first[place] = cell;
            }
        });
        return arguments -> {
            Arrays.fill(first, -1);
            window.forEach(search);
            Leaves.fill(result, 0);
            int size = g.size();
            for (int place = 0; place < size; place++) {
                result.reals[first[place]] += g.reals[place];
            }
        };
    }

    private static boolean isGreater(double x, double than) {
        return x > than || Double.isNaN(x) && !Double.isNaN(than);
    }

    /** Takes one element under one place of the window. */
    private interface Element {
        void visit(int cell, int place);
    }

    private static Kernel visiting(SlidingWindow window, Tensor result, double start, Element element) {
        SlidingWindow.Visitor visitor = channels(window, element);
        return arguments -> {
            Leaves.fill(result, start);
            window.forEach(visitor);
        };
    }

    private static SlidingWindow.Visitor channels(SlidingWindow window, Element element) {
        return (cell, place, weight) -> {
            int channels = window.imageChannels();
            for (int c = 0; c < channels; c++) {
                element.visit(cell * channels + c, place * channels + c);
            }
        };
    }
}
