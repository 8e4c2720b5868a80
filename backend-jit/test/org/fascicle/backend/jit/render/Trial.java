package org.fascicle.backend.jit.render;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.recipe.Recipe;

/** A recipe with memory and the bounds of its loops, on which native code and plain Java give the same. */
final class Trial {
    private static final int FROM = 5;

    final Recipe recipe;
    /** By slot, the slot whose array it has. */
    final int[] array;
    /** By slot, where it begins in its array, and how far apart turns of the outer loop are. */
    final int[] at;
    final int[] stride;
    float[] numbers = {0.75f, -2.5f, 3f, 1e-3f};
    int[] integers = {7, -3, 1 << 20, 0};
    int outerFrom;
    int outerTo = 1;
    int innerFrom;
    int innerTo;
    int period;
    boolean first = true;
    private final float[][] floats;
    private final int[][] ints;

    Trial(Recipe recipe) {
        this.recipe = recipe;
        int slots = recipe.slots.size();
        this.array = new int[slots];
        this.at = new int[slots];
        this.stride = new int[slots];
        this.floats = new float[slots][];
        this.ints = new int[slots][];
        Arrays.setAll(array, slot -> slot);
        Arrays.fill(at, FROM);
    }

    float[] floats(int slot) {
        return floats[array[slot]];
    }

    int[] ints(int slot) {
        return ints[array[slot]];
    }

    /** The index of an element of a slot. */
    int place(int slot, int outer, int inner) {
        Recipe.Slot of = recipe.slots.get(slot);
        if (of.repeats) {
            return at[slot] + inner % period;
        }
        int row = recipe.mode == Recipe.Mode.OUTER && slot == recipe.result ? 0 : outer * stride[slot];
        return at[slot] + row + (of.moves ? inner : 0);
    }

    /** Rows that lie so far behind each other, of all slots that a kernel goes along. */
    Trial apart(int elements) {
        Arrays.fill(stride, elements);
        return this;
    }

    /** Fills the memory. */
    Trial fill(long seed) {
        Random random = new Random(seed);
        for (int slot = 0; slot < floats.length; slot++) {
            int size = 2 * FROM + Math.max(outerTo * stride[slot], 0) + innerTo + Math.max(period, 0);
            if (recipe.slots.get(slot).isInt) {
                ints[slot] = random.ints(size, -100, 100).toArray();
            } else {
                floats[slot] = new float[size];
                for (int i = 0; i < size; i++) {
                    floats[slot][i] = any(random, seed % 5 == 0);
                }
            }
        }
        return this;
    }

    // Zeros of both signs; in some memory a few numbers are infinite, or none.
    private static float any(Random random, boolean isEndless) {
        int kind = random.nextInt(80);
        if (isEndless && kind < 3) {
            return kind == 0 ? Float.NaN : kind == 1 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
        }
        return kind < 20 ? (kind < 10 ? -0f : 0f) : (float) random.nextGaussian();
    }

    /** Runs both and compares all memory, that beside what is to be written included. */
    void run(NativeFunction function, String where) {
        float[][] reals = new float[floats.length][];
        int[][] integers = new int[floats.length][];
        compute(function, reals, integers);
        new Oracle(this).run();
        for (int slot = 0; slot < floats.length; slot++) {
            for (int i = 0; i < length(slot); i++) {
                boolean isInt = ints[slot] != null;
                int expected = isInt ? ints[slot][i] : Float.floatToIntBits(floats[slot][i]);
                int actual = isInt ? integers[slot][i] : Float.floatToIntBits(reals[slot][i]);
                if (expected != actual) {
                    String place = where + ": slot " + slot + " at " + (i - at[slot]);
                    fail(place + (isInt ? " has " + actual + ", not " + expected
                            : " has " + reals[slot][i] + ", not " + floats[slot][i]));
                }
            }
        }
    }

    /** Runs native code on copies of all arrays. */
    private void compute(NativeFunction function, float[][] reals, int[][] integers) {
        int slots = floats.length;
        try (OffHeap memory = new OffHeap()) {
            long[] addresses = new long[slots];
            long[] words = new long[KernelWords.count(slots)];
            words[KernelWords.OUTER_FROM] = outerFrom;
            words[KernelWords.OUTER_TO] = outerTo;
            words[KernelWords.INNER_FROM] = innerFrom;
            words[KernelWords.INNER_TO] = innerTo;
            words[KernelWords.FIRST] = first ? 1 : 0;
            words[KernelWords.NUMBERS] = memory.put(numbers);
            words[KernelWords.INTEGERS] = memory.put(this.integers);
            words[KernelWords.PERIOD] = period;
            for (int slot = 0; slot < slots; slot++) {
                addresses[slot] = ints[slot] != null ? memory.put(ints[slot]) : memory.put(floats[slot]);
            }
            for (int slot = 0; slot < slots; slot++) {
                words[KernelWords.address(slot)] = recipe.slots.get(slot).repeats ? memory.put(repeated(slot))
                        : addresses[array[slot]] + (long) Float.BYTES * at[slot];
                words[KernelWords.stride(slot)] = stride[slot];
            }
            function.call(memory.put(words));
            for (int slot = 0; slot < slots; slot++) {
                if (ints[slot] != null) {
                    integers[slot] = OffHeap.ints(addresses[slot], length(slot));
                } else {
                    reals[slot] = OffHeap.floats(addresses[slot], length(slot));
                }
            }
        }
    }

    private int length(int slot) {
        return ints[slot] != null ? ints[slot].length : floats[slot].length;
    }

    private float[] repeated(int slot) {
        float[] row = new float[period + KernelWords.REPEATED];
        for (int i = 0; i < row.length; i++) {
            row[i] = floats(slot)[at[slot] + i % period];
        }
        return row;
    }
}
