package org.fascicle.format.onnx.network;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * How a transposed convolution makes images larger. Immutable.
 *
 * @param low what is cut off in front
 * @param out the extents that it has to have
 */
record Growth(int[] in, int[] extents, int[] strides, int[] dilations, int[] low, int[] out) {
    /** Of the attributes of a node. */
    static Growth of(Call call, int[] in, int[] kernel) {
        int axes = in.length;
        int[] strides = Slide.positive(call, "strides", axes);
        int[] dilations = Slide.positive(call, "dilations", axes);
        int[] padding = call.integers("output_padding");
        int[] pads = call.integers("pads");
        int[] shape = call.integers("output_shape");
        String automatic = call.text("auto_pad", "NOTSET");
        int[] more = padding == null ? new int[axes] : padding;
        int[] both = pads == null ? new int[2 * axes] : pads;
        Refused.unless(more.length == axes && both.length == 2 * axes && (shape == null || shape.length == axes)
                && Arrays.stream(both).allMatch(pad -> pad >= 0) && Arrays.stream(more).allMatch(pad -> pad >= 0),
                "its pads do not fit " + Arrays.toString(in));
        int[] low = new int[axes];
        int[] out = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
            long all = (in[axis] - 1L) * strides[axis] + (kernel[axis] - 1L) * dilations[axis] + 1 + more[axis];
            long wanted = shape != null ? shape[axis]
                    : automatic.startsWith("SAME_") ? (long) in[axis] * strides[axis]
                    : automatic.equals("VALID") ? all : all - both[axis] - both[axes + axis];
            Refused.unless(wanted > 0 && all <= Integer.MAX_VALUE && wanted <= all, "it grows to " + wanted + " of " + all);
            int cut = (int) (all - wanted);
            low[axis] = shape == null && !automatic.startsWith("SAME_") ? automatic.equals("VALID") ? 0 : both[axis]
                    : automatic.equals("SAME_UPPER") ? cut / 2 : cut - cut / 2;
            out[axis] = (int) wanted;
        }
        return new Growth(in, kernel, strides, dilations, low, out);
    }

    /** A sequence as an image of one line. */
    Growth image() {
        return in.length == 2 ? this : new Growth(wide(in, 1), wide(extents, 1), wide(strides, 1), wide(dilations, 1),
                wide(low, 0), wide(out, 1));
    }

    private static int[] wide(int[] one, int first) {
        return new int[] {first, one[0]};
    }

    private int reach(int axis) {
        return (extents[axis] - 1) * dilations[axis] + 1;
    }

    /** Whether Keras's padding {@code same} cuts off the same. */
    boolean isSame() {
        for (int axis = 0; axis < in.length; axis++) {
            if (out[axis] != in[axis] * strides[axis] || low[axis] != Math.max(0, reach(axis) - strides[axis]) / 2) {
                return false;
            }
        }
        return !(low[0] == 0 && low[1] == 0 && Arrays.equals(out, plain()));
    }

    /** The extents of the padding {@code valid}. */
    private int[] plain() {
        int[] plain = new int[in.length];
        Arrays.setAll(plain, axis -> (in[axis] - 1) * strides[axis] + Math.max(reach(axis), strides[axis]));
        return plain;
    }

    /** The option output_padding that is needed; null if none is. */
    int @Nullable [] more() {
        int[] plain = plain();
        boolean enough = true;
        for (int axis = 0; axis < in.length; axis++) {
            enough &= low[axis] + out[axis] <= plain[axis];
        }
        if (enough || isSame()) {
            return null;
        }
        int[] more = new int[in.length];
        for (int axis = 0; axis < in.length; axis++) {
            more[axis] = Math.max(0, low[axis] + out[axis] - (in[axis] - 1) * strides[axis] - reach(axis));
            Refused.unless(more[axis] < strides[axis], "its output_padding " + more[axis] + " is not below its stride");
        }
        return more;
    }

    /** The extents before anything is cut off. */
    int[] made() {
        if (isSame()) {
            return out.clone();
        }
        int[] more = more();
        int[] made = plain();
        if (more != null) {
            Arrays.setAll(made, axis -> (in[axis] - 1) * strides[axis] + reach(axis) + more[axis]);
        }
        return made;
    }
}
