package org.fascicle.compiler.rewrite;

import java.util.Arrays;
import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Shape;

/**
 * Convolution and pooling for {@link ExprEvaluator}, straight from the table: one element of the result, one cell of the
 * image and one weight at a time.
 */
final class WindowMath {
    /** One cell under one place of the window: places in image, result, and window. */
    private interface Visitor {
        void visit(int[] cell, int[] place, int[] inWindow);
    }

    private WindowMath() {}

    static void compute(String op, List<Tensor> x, Attributes a, Shape shape, double[] y) {
        Tensor first = x.get(0);
        Tensor second = x.size() > 1 ? x.get(1) : null;
        switch (op) {
            case "conv":
                product(first.shape, shape, second.shape, a, (i, r, k) -> y[r] += first.data[i] * second.data[k]);
                break;
            case "conv_grad_input":
                product(shape, first.shape, second.shape, a, (i, r, k) -> y[i] += first.data[r] * second.data[k]);
                break;
            case "conv_grad_kernel":
                product(first.shape, second.shape, shape, a, (i, r, k) -> y[k] += first.data[i] * second.data[r]);
                break;
            case "max_pool":
                Arrays.fill(y, Double.NEGATIVE_INFINITY);
                pool(first.shape, shape, a, (i, r) -> y[r] = Math.max(y[r], first.data[i]));
                break;
            case "max_pool_grad":
                scatter(first, second, a, y);
                break;
            case "sum_pool":
                pool(first.shape, shape, a, (i, r) -> y[r] += first.data[i]);
                break;
            case "sum_pool_grad":
                pool(shape, first.shape, a, (i, r) -> y[i] += first.data[r]);
                break;
            default:
                throw new IllegalArgumentException(op);
        }
    }

    private interface Product {
        void add(int inImage, int inResult, int inKernel);
    }

    private interface Pair {
        void visit(int inImage, int inResult);
    }

    private static void product(Shape image, Shape result, Shape kernel, Attributes a, Product product) {
        cells(image, result, a, (cell, place, at) -> {
            for (int c = 0; c < image.extent(3); c++) {
                for (int o = 0; o < result.extent(3); o++) {
                    product.add(index(image, cell, c), index(result, place, o),
                            index(kernel, new int[] {at[0], at[1], c}, o));
                }
            }
        });
    }

    private static void pool(Shape image, Shape result, Attributes a, Pair pair) {
        cells(image, result, a, (cell, place, at) -> {
            for (int c = 0; c < image.extent(3); c++) {
                pair.visit(index(image, cell, c), index(result, place, c));
            }
        });
    }

    private static void scatter(Tensor image, Tensor g, Attributes a, double[] y) {
        int[] first = new int[g.data.length];
        Arrays.fill(first, -1);
        pool(image.shape, g.shape, a, (i, r) -> first[r] = first[r] < 0 || image.data[i] > image.data[first[r]] ? i : first[r]);
        for (int r = 0; r < first.length; r++) {
            y[first[r]] += g.data[r];
        }
    }

    private static void cells(Shape image, Shape result, Attributes a, Visitor visitor) {
        int[] window = a.integers("window");
        for (int n = 0; n < result.extent(0); n++) {
            for (int i = 0; i < result.extent(1) * result.extent(2); i++) {
                int[] place = {n, i / result.extent(2), i % result.extent(2)};
                for (int k = 0; k < window[0] * window[1]; k++) {
                    int[] at = {k / window[1], k % window[1]};
                    int[] cell = {n, along(place[1], at[0], 0, a), along(place[2], at[1], 1, a)};
                    if (cell[1] >= 0 && cell[1] < image.extent(1) && cell[2] >= 0 && cell[2] < image.extent(2)) {
                        visitor.visit(cell, place, at);
                    }
                }
            }
        }
    }

    private static int along(int place, int inWindow, int axis, Attributes a) {
        return place * a.integers("strides")[axis] + inWindow * a.integers("dilations")[axis] - a.integers("low")[axis];
    }

    private static int index(Shape shape, int[] place, int channel) {
        return ((place[0] * shape.extent(1) + place[1]) * shape.extent(2) + place[2]) * shape.extent(3) + channel;
    }
}
