package org.fascicle.backend.reference;

import java.util.List;

import org.fascicle.api.backend.RunArguments;

/** Sums and maxima along any axes: a walk through the operand in its order that stands still in the result along them. */
final class Reduction implements Kernel {
    private final Tensor x;
    private final Tensor result;
    private final double neutral;
    private final boolean keep;
    private final boolean[] reduced;
    private final int[] strides;
    private final Walk walk;

    private Reduction(Tensor result, Tensor x, double neutral, Walk.Line line) {
        this.x = x;
        this.result = result;
        this.neutral = neutral;
        this.keep = result.node.attributes().flag("keep");
        this.reduced = new boolean[x.extents.length];
        this.strides = new int[result.extents.length];
        this.walk = new Walk(x.extents.length, line);
        for (int axis : result.node.attributes().integers("axes")) {
            reduced[axis] = true;
        }
    }

    static Kernel sum(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        return new Reduction(result, x, 0, x.isReal() ? sum(x.reals, result.reals) : sum(x.integers, result.integers));
    }

    static Kernel maximum(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        return new Reduction(result, x, Double.NEGATIVE_INFINITY, maximum(x.reals, result.reals));
    }

    @Override
    public void resize() {
        System.arraycopy(x.extents, 0, walk.extents, 0, reduced.length);
        x.strides(walk.stridesA);
        result.strides(strides);
        int at = 0;
        for (int axis = 0; axis < reduced.length; axis++) {
            walk.stridesB[axis] = reduced[axis] ? 0 : strides[at];
            at += reduced[axis] && !keep ? 0 : 1;
        }
    }

    @Override
    public void run(RunArguments arguments) {
        Leaves.fill(result, neutral);
        walk.each();
    }

    private static Walk.Line sum(double[] from, double[] to) {
        return (a, strideA, b, strideB, count) -> {
            if (strideB == 0) {
                double total = to[b];
                for (int i = 0; i < count; i++) {
                    total += from[a + i * strideA];
                }
                to[b] = total;
            } else {
                for (int i = 0; i < count; i++) {
                    to[b + i * strideB] += from[a + i * strideA];
                }
            }
        };
    }

    private static Walk.Line sum(int[] from, int[] to) {
        return (a, strideA, b, strideB, count) -> {
            for (int i = 0; i < count; i++) {
                to[b + i * strideB] += from[a + i * strideA];
            }
        };
    }

    private static Walk.Line maximum(double[] from, double[] to) {
        return (a, strideA, b, strideB, count) -> {
            for (int i = 0; i < count; i++) {
                to[b + i * strideB] = Math.max(to[b + i * strideB], from[a + i * strideA]);
            }
        };
    }
}
