package org.fascicle.backend.jit.kernel;

import java.util.Arrays;

import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.machine.Words;
import org.jspecify.annotations.Nullable;

/** Small memory of one thread, that its kernels may use while they run. */
public final class Scratch {
    /** The elements of a vector, however many the processor's have. */
    public static final int LANES = 16;

    /** What native functions are handed. */
    public final Words words = new Words();
    private @Nullable Block field;
    private @Nullable Block rows;
    private @Nullable Block sums;
    private @Nullable Block packed;
    private @Nullable Block[] repeated = new Block[0];
    private int[] at = new int[32];

    /** An image with its padding. */
    public Block field(int elements) {
        return field = grown(field, elements);
    }

    /** Rows of a matrix that an image was laid out as. */
    public Block rows(int elements) {
        return rows = grown(rows, elements);
    }

    public Block sums(int elements) {
        return sums = grown(sums, elements);
    }

    /** A piece of a matrix, packed; see {@code Gemm}. */
    public Block packed(int elements) {
        return packed = grown(packed, elements);
    }

    /** Lays out a row behind itself, so that a vector can be read from each of its elements on; see {@link #repeated}. */
    public void repeat(int slot, Block from, int first, int length) {
        if (repeated.length <= slot) {
            repeated = Arrays.copyOf(repeated, slot + 1);
        }
        Block row = grown(repeated[slot], length + LANES);
        repeated[slot] = row;
        row.copy(0, from, first, length);
        for (int i = 0; i < LANES; i++) {
            row.integer(length + i, row.integer(i));
        }
    }

    /** Where the row of a slot lies, and its first elements behind it once more. */
    long repeated(int slot) {
        Block row = repeated[slot];
        if (row == null) {
            throw new IllegalStateException("no row is laid out for slot " + slot);
        }
        return row.address();
    }

    /** Where each slot of a kernel begins; see {@code FusedTask}. */
    public int[] at(int slots) {
        if (at.length < slots) {
            at = new int[slots];
        }
        return at;
    }

    private static Block grown(@Nullable Block known, int length) {
        if (known != null && known.length() >= length) {
            return known;
        }
        if (known != null) {
            known.release();
        }
        return Block.allocate(length, "a thread's memory");
    }
}
