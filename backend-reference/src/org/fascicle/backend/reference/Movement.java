package org.fascicle.backend.reference;

import java.util.Arrays;
import java.util.List;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.expr.Attributes;

/** Operations that move or repeat elements and compute none: walks through operand and result, with other strides. */
final class Movement implements Kernel {
    /** Writes extents, strides and starts of a walk from the operand (a) to the result (b). */
    private interface Route {
        void lay(Walk walk);
    }

    private final Walk walk;
    private final Route route;

    private Movement(Tensor from, Tensor to, int rank, Route route) {
        this.walk = new Walk(rank, copy(from, to));
        this.route = route;
    }

    @Override
    public void resize() {
        route.lay(walk);
    }

    @Override
    public void run(RunArguments arguments) {
        walk.each();
    }

    static Kernel broadcast(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int[] strides = new int[x.extents.length];
        int missing = result.extents.length - strides.length;
        return new Movement(x, result, result.extents.length, walk -> {
            x.strides(strides);
            for (int axis = missing; axis < result.extents.length; axis++) {
                walk.stridesA[axis] = x.extents[axis - missing] == 1 ? 0 : strides[axis - missing];
            }
            alongResult(walk, result);
        });
    }

    static Kernel transpose(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int[] axes = result.node.attributes().integers("axes");
        int[] strides = new int[axes.length];
        return new Movement(x, result, axes.length, walk -> {
            x.strides(strides);
            for (int axis = 0; axis < axes.length; axis++) {
                walk.stridesA[axis] = strides[axes[axis]];
            }
            alongResult(walk, result);
        });
    }

    static Kernel slice(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int[] start = result.node.attributes().integers("start");
        int[] step = result.node.attributes().integers("step");
        return new Movement(x, result, start.length, walk -> {
            x.strides(walk.stridesA);
            walk.startA = 0;
            for (int axis = 0; axis < start.length; axis++) {
                walk.startA += start[axis] * walk.stridesA[axis];
                walk.stridesA[axis] *= step[axis];
            }
            alongResult(walk, result);
        });
    }

    static Kernel reverse(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        int[] axes = Arrays.stream(result.node.attributes().integers("axes")).map(x.shape()::axis).toArray();
        return new Movement(x, result, x.extents.length, walk -> {
            x.strides(walk.stridesA);
            walk.startA = 0;
            for (int axis : axes) {
                walk.startA += (x.extents[axis] - 1) * walk.stridesA[axis];
                walk.stridesA[axis] = -walk.stridesA[axis];
            }
            alongResult(walk, result);
        });
    }

    static Kernel pad(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        Attributes attributes = result.node.attributes();
        double value = attributes.number("value");
        Kernel inside = within(x, result, attributes.integers("low"));
        return new Kernel() {
            @Override
            public void resize() {
                inside.resize();
            }

            @Override
            public void run(RunArguments arguments) {
                Leaves.fill(result, value);
                inside.run(arguments);
            }
        };
    }

    static Kernel concat(Tensor result, List<Tensor> operands) {
        int axis = result.shape().axis(result.node.attributes().integer("axis"));
        Kernel[] parts = new Kernel[operands.size()];
        int[] low = new int[result.extents.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = within(operands.get(i), result, low.clone());
            low[axis] += operands.get(i).extents[axis];
        }
        return new Kernel() {
            @Override
            public void resize() {
                for (Kernel part : parts) {
                    part.resize();
                }
            }

            @Override
            public void run(RunArguments arguments) {
                for (Kernel part : parts) {
                    part.run(arguments);
                }
            }
        };
    }

    /** The whole of an operand to a place within the result. */
    private static Kernel within(Tensor x, Tensor result, int[] low) {
        return new Movement(x, result, low.length, walk -> {
            System.arraycopy(x.extents, 0, walk.extents, 0, low.length);
            x.strides(walk.stridesA);
            result.strides(walk.stridesB);
            walk.startB = 0;
            for (int axis = 0; axis < low.length; axis++) {
                walk.startB += low[axis] * walk.stridesB[axis];
            }
        });
    }

    private static void alongResult(Walk walk, Tensor result) {
        System.arraycopy(result.extents, 0, walk.extents, 0, result.extents.length);
        result.strides(walk.stridesB);
    }

    private static Walk.Line copy(Tensor from, Tensor to) {
        return to.isReal() ? copy(from.reals, to.reals) : copy(from.integers, to.integers);
    }

    private static Walk.Line copy(double[] from, double[] to) {
        return (a, strideA, b, strideB, count) -> {
            if (strideA == 1 && strideB == 1) {
                System.arraycopy(from, a, to, b, count);
            } else if (strideA == 0 && strideB == 1) {
                Arrays.fill(to, b, b + count, from[a]);
            } else {
                for (int i = 0; i < count; i++) {
                    to[b + i * strideB] = from[a + i * strideA];
                }
            }
        };
    }

    private static Walk.Line copy(int[] from, int[] to) {
        return (a, strideA, b, strideB, count) -> {
            for (int i = 0; i < count; i++) {
                to[b + i * strideB] = from[a + i * strideA];
            }
        };
    }
}
