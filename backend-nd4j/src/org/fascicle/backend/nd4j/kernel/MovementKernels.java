package org.fascicle.backend.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Ref;

/** What moves or repeats elements and could not be a view. */
public final class MovementKernels {
    private MovementKernels() {}

    static Call slice(Op op, Binding binding) {
        int[] strides = Extents.strides(binding.extents(op.in.get(0).shape));
        int[] start = op.node.attributes().integers("start");
        int[] step = op.node.attributes().integers("step");
        int from = 0;
        for (int axis = 0; axis < start.length; axis++) {
            from += start[axis] * strides[axis];
            strides[axis] *= step[axis];
        }
        return gathered(op, binding, from, strides);
    }

    static Call reverse(Op op, Binding binding) {
        int[] extents = binding.extents(op.out.shape);
        int[] strides = Extents.strides(extents);
        int from = 0;
        for (int axis : op.node.attributes().integers("axes")) {
            from += (extents[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return gathered(op, binding, from, strides);
    }

    static Call transpose(Op op, Binding binding) {
        int[] stored = Extents.strides(binding.extents(op.in.get(0).stored()));
        int[] axes = op.node.attributes().integers("axes");
        int[] strides = new int[stored.length];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = stored[axes[axis]];
        }
        return gathered(op, binding, 0, strides);
    }

    static Call broadcast(Op op, Binding binding) {
        Ref from = binding.in(op, 0);
        if (from.count == 1) {
            return fill(binding.out(op), from);
        }
        int[] stored = binding.extents(op.in.get(0).stored());
        int[] storedStrides = Extents.strides(stored);
        int[] strides = new int[op.out.shape.rank()];
        int missing = strides.length - stored.length;
        for (int axis = 0; axis < stored.length; axis++) {
            strides[missing + axis] = stored[axis] == 1 ? 0 : storedStrides[axis];
        }
        return gathered(op, binding, 0, strides);
    }

    private static Call gathered(Op op, Binding binding, int start, int[] strides) {
        int[] extents = binding.extents(op.out.shape);
        return new StridedCopy(binding.in(op, 0), start, strides, binding.out(op), 0, Extents.strides(extents), extents);
    }

    static Call pad(Op op, Binding binding) {
        int[] extents = binding.extents(op.in.get(0).shape);
        int[] strides = Extents.strides(binding.extents(op.out.shape));
        int[] low = op.node.attributes().integers("low");
        int start = 0;
        for (int axis = 0; axis < low.length; axis++) {
            start += low[axis] * strides[axis];
        }
        Call fill = fill(binding.out(op), op.node.attributes().number("value"));
        Ref from = binding.in(op, 0);
        if (from.count == 0) {
            return fill;
        }
        Call copy = new StridedCopy(from, 0, Extents.strides(extents), binding.out(op), start, strides, extents);
        return run -> {
            fill.run(run);
            copy.run(run);
        };
    }

    static Call concat(Op op, Binding binding) {
        int axis = op.node.attributes().integer("axis");
        int[] strides = Extents.strides(binding.extents(op.out.shape));
        List<Call> missing = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < op.in.size(); i++) {
            int[] extents = binding.extents(op.in.get(i).shape);
            if (op.missing.contains(i) && binding.in(op, i).count > 0) {
                missing.add(new StridedCopy(
                        binding.in(op, i), 0, Extents.strides(extents), binding.out(op), at * strides[axis], strides, extents));
            }
            at += extents[axis];
        }
        Call[] parts = missing.toArray(new Call[0]);
        return run -> {
            for (Call part : parts) {
                part.run(run);
            }
        };
    }

    static Call iota(Op op, Binding binding) {
        Group group = Group.of(binding.extents(op.out.shape), op.node.attributes().integer("axis"));
        IntBuffer z = binding.out(op).ints();
        return run -> {
            for (int i = 0, at = 0; i < group.before; i++) {
                for (int r = 0; r < group.along; r++) {
                    for (int j = 0; j < group.behind; j++) {
                        z.put(at++, r);
                    }
                }
            }
        };
    }

    /** The number in another place, everywhere. */
    private static Call fill(Ref target, Ref single) {
        int count = target.count;
        if (Extents.width(target.type) == 1) {
            ByteBuffer x = single.bytes();
            ByteBuffer z = target.bytes();
            return run -> fill(z, x.get(0), count);
        }
        IntBuffer x = single.ints();
        IntBuffer z = target.ints();
        return run -> fill(z, x.get(0), count);
    }

    private static Call fill(Ref target, double value) {
        int count = target.count;
        if (target.type == Type.BOOL) {
            ByteBuffer z = target.bytes();
            return run -> fill(z, (byte) (value != 0 ? 1 : 0), count);
        }
        IntBuffer z = target.ints();
        int bits = bits(target.type, value);
        return run -> fill(z, bits, count);
    }

    /** The 32 bits of a number in a type. */
    public static int bits(Type type, double value) {
        switch (type) {
            case REAL:
                return Float.floatToRawIntBits((float) value);
            case UINT32:
                return (int) (long) Math.max(0, Math.min(value, 4294967295.0));
            default:
                return (int) value;
        }
    }

    static void fill(ByteBuffer z, byte value, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, value);
        }
    }

    static void fill(IntBuffer z, int value, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, value);
        }
    }

    static void fill(FloatBuffer z, float value, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, value);
        }
    }
}
