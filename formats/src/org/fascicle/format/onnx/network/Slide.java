package org.fascicle.format.onnx.network;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A window that slides along axes: extents, and how far it stands over at each side. Immutable.
 *
 * @param in extents of what it slides over
 * @param out the number of its places
 */
record Slide(int[] in, int[] extents, int[] strides, int[] dilations, int[] low, int[] high, int[] out) {
    /** No file gets work for what it only claims: a window is at most twice as large as what it slides over, and a bit. */
    private static final int MARGIN = 64;
    private static final int MOST_PADDING = 1 << 16;

    /** Of the attributes of a node. */
    static Slide of(Call call, int[] in, int @Nullable [] kernel) {
        int axes = in.length;
        int[] extents = kernel != null ? kernel : call.required("kernel_shape", Integer.MAX_VALUE);
        int[] given = call.integers("kernel_shape");
        Refused.unless(given == null || Arrays.equals(given, extents), "its kernel_shape is not its kernel's");
        int[] strides = positive(call, "strides", axes);
        int[] dilations = positive(call, "dilations", axes);
        int[] pads = call.integers("pads");
        int[] both = pads == null ? new int[2 * axes] : pads;
        Refused.unless(extents.length == axes && both.length == 2 * axes
                && Arrays.stream(both).allMatch(pad -> pad >= 0) && Arrays.stream(extents).allMatch(extent -> extent > 0),
                "its window does not fit " + Arrays.toString(in));
        Slide slide = new Slide(in, extents, strides, dilations, Arrays.copyOf(both, axes),
                Arrays.copyOfRange(both, axes, 2 * axes), new int[axes]);
        return slide.placed(call.text("auto_pad", "NOTSET"), call.flag("ceil_mode"));
    }

    static int[] positive(Call call, String name, int axes) {
        int[] ones = new int[axes];
        Arrays.fill(ones, 1);
        int[] given = call.integers(name);
        int[] numbers = given == null ? ones : given;
        Refused.unless(numbers.length == axes && Arrays.stream(numbers).allMatch(number -> number > 0),
                "its " + name + " are " + Arrays.toString(numbers));
        return numbers;
    }

    /** From its first to its last cell. */
    int reach(int axis) {
        long reach = (long) (extents[axis] - 1) * dilations[axis] + 1;
        Refused.unless(reach <= Integer.MAX_VALUE, "its window is too large");
        return (int) reach;
    }

    private Slide placed(String automatic, boolean up) {
        int[] before = low.clone();
        int[] behind = high.clone();
        int[] places = new int[in.length];
        for (int axis = 0; axis < in.length; axis++) {
            if (automatic.equals("VALID")) {
                before[axis] = 0;
                behind[axis] = 0;
            } else if (automatic.startsWith("SAME_")) {
                int all = sameTotal(axis);
                before[axis] = automatic.equals("SAME_LOWER") ? all - all / 2 : all / 2;
                behind[axis] = all - before[axis];
            } else {
                Refused.unless(automatic.equals("NOTSET"), "its auto_pad is " + automatic);
            }
            Refused.unless(reach(axis) <= 2L * in[axis] + MARGIN && before[axis] <= MOST_PADDING && behind[axis] <= MOST_PADDING,
                    "its window, or what it stands over, is much larger than " + Arrays.toString(in));
            long room = (long) in[axis] + before[axis] + behind[axis] - reach(axis);
            Refused.unless(room >= 0, "its window is larger than " + Arrays.toString(in));
            long count = (up ? (room + strides[axis] - 1) / strides[axis] : room / strides[axis]) + 1;
            // The last window begins inside, or in front of it.
            if (up && (count - 1) * strides[axis] >= (long) in[axis] + before[axis]) {
                count--;
            }
            Refused.unless(count <= Integer.MAX_VALUE, "it has too many places");
            places[axis] = (int) count;
        }
        return new Slide(in, extents, strides, dilations, before, behind, places);
    }

    /** How far it stands over at both sides so that strides of 1 keep the extent. */
    private int sameTotal(int axis) {
        return (int) Math.max(0, ((in[axis] - 1L) / strides[axis]) * strides[axis] + reach(axis) - in[axis]);
    }

    /** Whether the window stays inside. */
    boolean isValid() {
        return Arrays.stream(low).allMatch(pad -> pad == 0) && !standsOver() && Arrays.stream(high).allMatch(pad -> pad == 0);
    }

    /** Whether the last window stands over more than what lies there. */
    boolean standsOver() {
        for (int axis = 0; axis < in.length; axis++) {
            if ((out[axis] - 1L) * strides[axis] + reach(axis) > (long) in[axis] + low[axis] + high[axis]) {
                return true;
            }
        }
        return false;
    }

    /** Whether it stands where Keras's padding {@code same} puts it. */
    boolean isSame() {
        for (int axis = 0; axis < in.length; axis++) {
            if (low[axis] != sameTotal(axis) / 2 || out[axis] != (in[axis] - 1) / strides[axis] + 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether all that stands over lies in front. */
    boolean isCausal() {
        return in.length == 1 && low[0] == reach(0) - 1 && high[0] == 0 && !standsOver();
    }

    /** The last of two axes, if along the first there is nothing to slide; null if there is. */
    @Nullable
    Slide line() {
        boolean flat = in.length == 2 && in[0] == 1 && in[1] > 1 && extents[0] == 1 && low[0] == 0 && high[0] == 0;
        return !flat ? null
                : new Slide(last(in), last(extents), last(strides), last(dilations), last(low), last(high), last(out));
    }

    private static int[] last(int[] numbers) {
        return new int[] {numbers[1]};
    }
}
