package org.fascicle.backend.nd4j.kernel;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

import org.fascicle.backend.nd4j.natives.Call;

/** Operations along one axis, in Java: those of libnd4j drop NaN, or are slower. */
final class AxisKernels {
    private AxisKernels() {}

    static Call argmax(Op op, Binding binding) {
        Group group = Group.of(binding.extents(op.in.get(0).shape), op.node.attributes().integer("axis"));
        FloatBuffer x = binding.in(op, 0).floats();
        IntBuffer z = binding.out(op).ints();
        return run -> argmax(x, z, group);
    }

    private static void argmax(FloatBuffer x, IntBuffer z, Group group) {
        int step = group.behind;
        for (int i = 0; i < group.before; i++) {
            for (int j = 0; j < step; j++) {
                int at = i * group.along * step + j;
                int best = 0;
                float max = group.along == 0 ? 0 : x.get(at);
                for (int r = 1; r < group.along && max == max; r++) {
                    float value = x.get(at + r * step);
                    if (!(value <= max)) {
                        max = value;
                        best = r;
                    }
                }
                z.put(i * step + j, best);
            }
        }
    }

    static Call cumsum(Op op, Binding binding) {
        Group group = Group.of(binding.extents(op.in.get(0).shape), op.node.attributes().integer("axis"));
        FloatBuffer x = binding.in(op, 0).floats();
        FloatBuffer z = binding.out(op).floats();
        return run -> cumsum(x, z, group);
    }

    private static void cumsum(FloatBuffer x, FloatBuffer z, Group group) {
        int step = group.behind;
        for (int i = 0; i < group.before; i++) {
            for (int j = 0; j < step; j++) {
                int at = i * group.along * step + j;
                double sum = 0;
                for (int r = 0; r < group.along; r++) {
                    sum += x.get(at + r * step);
                    z.put(at + r * step, (float) sum);
                }
            }
        }
    }

    static Call argsort(Op op, Binding binding) {
        int[] extents = binding.extents(op.in.get(0).shape);
        int n = extents[extents.length - 1];
        int m = binding.out(op).count / n;
        FloatBuffer x = binding.in(op, 0).floats();
        IntBuffer z = binding.out(op).ints();
        long[] keys = new long[n];
        return run -> {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    keys[j] = (long) ordered(x.get(i * n + j)) << 32 | j;
                }
                Arrays.sort(keys);
                for (int j = 0; j < n; j++) {
                    z.put(i * n + j, (int) keys[j]);
                }
            }
        };
    }

    /** An integer that is ordered as the number is; NaN last, zeros equal. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    }
}
