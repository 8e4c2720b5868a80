package org.fascicle.backend.jit.kernel;

import java.util.Arrays;

/** Small memory of one thread, that its kernels may use while they run. */
public final class Scratch {
    /** As many as any processor has; partial results of reductions are always so many. */
    public static final int LANES = 16;
    /** The numbers of the lanes. */
    static final float[] LANE_NUMBERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    final float[] left = new float[LANES];
    final float[] right = new float[LANES];
    final float[] result = new float[LANES];
    public final int[] intLeft = new int[LANES];
    final int[] intRight = new int[LANES];
    final int[] intResult = new int[LANES];
    /** The partial results of a reduction. */
    final float[] partial = new float[LANES];
    /** What a vector holds, of which only the first lanes have a place. */
    final float[] tail = new float[LANES];
    final int[] intTail = new int[LANES];
    /** A tile of a matrix that is only partly inside. */
    public final float[] tile = new float[8 * 3 * LANES];
    /** What a product begins with that is not added to anything. */
    public final float[] zeros = new float[8 * LANES];
    /** Of what was read early, so that it be in the cache in time; nobody asks for it. */
    public float touched;
    private float[] sums = new float[0];
    private float[] rows = new float[0];
    private float[][] strip = new float[0][];
    private float[][] pieces = new float[0][];
    /** Where each slot of a kernel begins; see {@code FusedTask}. */
    int[] at = new int[32];
    /** A piece of a matrix, packed; see {@code Gemm}. */
    float[] packed = new float[0];

    private float[] field = new float[0];
    private long[] pairs = new long[0];
    private int[] values = new int[0];
    private int[] words = new int[0];
    private short[] halves = new short[0];
    /** The arrays of an {@code Addition}. */
    public final Frame pair = new Frame(2, 0);

    /** An image with its padding. */
    public float[] field(int elements) {
        return field = grown(field, elements + LANES);
    }

    /** The upper halves of some reals. */
    public short[] halves(int count) {
        return halves = grown(halves, count);
    }

    /** The upper halves of the reals of two rows. */
    public int[] words(int count) {
        return words = grown(words, count);
    }

    /** Rows of a matrix that an image was laid out as. */
    public float[] rows(int elements) {
        return rows = grown(rows, elements);
    }

    /** A strip of one slot of a kernel; see {@link StripForm}. */
    float[] piece(int slot) {
        while (pieces.length <= slot) {
            pieces = Arrays.copyOf(pieces, pieces.length + 1);
            pieces[pieces.length - 1] = new float[StripForm.LENGTH];
        }
        return pieces[slot];
    }

    public float[] sums(int length) {
        return sums = grown(sums, length);
    }

    /** Rows of a strip; only one caller needs them, always of one size. */
    public float[][] strip(int rows, int length) {
        if (strip.length < rows) {
            strip = new float[rows][length];
        }
        return strip;
    }

    /** The values of one element; see {@link Interpreter}. */
    int[] values(int count) {
        return values = grown(values, count);
    }

    public long[] pairs(int count) {
        return pairs = grown(pairs, count);
    }

    public int[] at(int slots) {
        return at = grown(at, slots);
    }

    public float[] packed(int elements) {
        return packed = grown(packed, elements);
    }

    private static float[] grown(float[] known, int length) {
        return known.length < length ? new float[length] : known;
    }

    private static int[] grown(int[] known, int length) {
        return known.length < length ? new int[length] : known;
    }

    private static long[] grown(long[] known, int length) {
        return known.length < length ? new long[length] : known;
    }

    private static short[] grown(short[] known, int length) {
        return known.length < length ? new short[length] : known;
    }

    /** The elements of {@link #partial}, added in a fixed order. */
    float sum() {
        for (int width = LANES / 2; width > 0; width /= 2) {
            for (int i = 0; i < width; i++) {
                partial[i] += partial[i + width];
            }
        }
        return partial[0];
    }

    /** The greatest element of {@link #partial}; NaN if one is. */
    float greatest() {
        float greatest = partial[0];
        for (int i = 1; i < LANES; i++) {
            greatest = Math.max(greatest, partial[i]);
        }
        return greatest;
    }

    /** Makes all partial results the same. */
    void begin(float neutral) {
        for (int i = 0; i < LANES; i++) {
            partial[i] = neutral;
        }
    }

    /** Brings the first lanes of {@link #tail} to their place. */
    void spill(float[] to, int at, int count) {
        for (int i = 0; i < count && i < LANES; i++) {
            to[at + i] = tail[i];
        }
    }

    /** Brings the first lanes of {@link #intTail} to their place. */
    void spill(int[] to, int at, int count) {
        for (int i = 0; i < count && i < LANES; i++) {
            to[at + i] = intTail[i];
        }
    }
}
