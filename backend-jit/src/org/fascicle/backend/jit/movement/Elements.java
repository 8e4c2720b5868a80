package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;

/** Copies, adds and fills elements, by compiled code. Safe for any thread. */
public final class Elements {
    static final String TEXT = "movement.cc";
    private static final int AXES = 5;

    private final NativeFunction move;
    private final NativeFunction add;
    private final NativeFunction fill;

    /** Has what moves compiled soon. */
    public static void prepare(Natives natives) {
        natives.prepare(Elements.class, TEXT);
    }

    public Elements(Natives natives) {
        this.move = natives.function(Elements.class, TEXT, "move");
        this.add = natives.function(Elements.class, TEXT, "add_lines");
        this.fill = natives.function(Elements.class, TEXT, "fill_all");
    }

    /**
     * Copies lines along the last axis, each from one strided place to another.
     *
     * @param from where the element lies that is the first along all axes
     * @param to where it goes
     * @param begin the first line; they are counted along all axes but the last
     * @param end the line before which it ends
     * @param extents by axis, how many elements there are; of the first axis it only matters if it is the last, too
     * @param fromStrides by axis, how far apart neighbours are
     * @param toStrides by axis, how far apart they get
     * @param words the thread's
     */
    public void copy(long from, long to, int begin, int end, int[] extents, int[] fromStrides, int[] toStrides, Words words) {
        walk(move, from, to, begin, end, extents, fromStrides, toStrides, words);
    }

    /** Adds lines of reals to others, in order: as {@link #copy}, where neighbours along the last axis lie behind each other. */
    public void add(long from, long to, int begin, int end, int[] extents, int[] fromStrides, int[] toStrides, Words words) {
        walk(add, from, to, begin, end, extents, fromStrides, toStrides, words);
    }

    private static void walk(NativeFunction function, long from, long to, int begin, int end, int[] extents, int[] fromStrides,
            int[] toStrides, Words words) {
        words.put(0, from);
        words.put(1, to);
        words.put(2, begin);
        words.put(3, end);
        words.put(4, extents.length);
        for (int axis = 0; axis < extents.length; axis++) {
            words.put(AXES + 3 * axis, extents[axis]);
            words.put(AXES + 3 * axis + 1, fromStrides[axis]);
            words.put(AXES + 3 * axis + 2, toStrides[axis]);
        }
        function.call(words);
    }

    /**
     * Writes one number into elements that lie behind each other.
     *
     * @param bits of the number, which is a real or an int
     */
    public void fill(long to, int count, int bits, Words words) {
        words.put(0, to);
        words.put(1, count);
        words.put(2, bits);
        fill.call(words);
    }
}
