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
    /** Those of some short rows. */
    final float[] partials = new float[(Strips.ROWS + 1) * LANES];
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
    private int[][] intPieces = new int[0][];
    private float[][] repeated = new float[0][];
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

    /** A strip of one slot of a kernel; see {@link StripForm} and {@link Strips}. */
    float[] piece(int slot) {
        while (pieces.length <= slot) {
            pieces = Arrays.copyOf(pieces, pieces.length + 1);
            pieces[pieces.length - 1] = new float[StripForm.LENGTH];
        }
        return pieces[slot];
    }

    /** The same of ints. */
    int[] intPiece(int slot) {
        while (intPieces.length <= slot) {
            intPieces = Arrays.copyOf(intPieces, intPieces.length + 1);
            intPieces[intPieces.length - 1] = new int[StripForm.LENGTH];
        }
        return intPieces[slot];
    }

    /** Brings short rows from a strip, where they lie behind each other, to their places. */
    static void bring(float[] strip, float[] to, int at, int apart, int rows, int count) {
        if (apart == count) {
            System.arraycopy(strip, 0, to, at, rows * count);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(strip, row * count, to, at + row * apart, count);
        }
    }

    /** The same of ints. */
    static void bring(int[] strip, int[] to, int at, int apart, int rows, int count) {
        if (apart == count) {
            System.arraycopy(strip, 0, to, at, rows * count);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(strip, row * count, to, at + row * apart, count);
        }
    }

    /** Lays out a row behind itself, so that a vector can be read from each of its elements on; see {@link #repeated}. */
    public void repeat(int slot, float[] from, int at, int length) {
        if (repeated.length <= slot) {
            repeated = Arrays.copyOf(repeated, slot + 1);
        }
        if (repeated[slot] == null || repeated[slot].length < length + LANES) {
            repeated[slot] = new float[length + LANES];
        }
        float[] row = repeated[slot];
        System.arraycopy(from, at, row, 0, length);
        for (int i = 0; i < LANES; i++) {
            row[length + i] = row[i];
        }
    }

    /** The row of a slot, and its first elements behind it once more. */
    float[] repeated(int slot) {
        return repeated[slot];
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

    /** The elements of {@link #partial}, added in a fixed order: halves, halves of these, and so on. */
    float sum() {
        float[] p = partial;
        float a = p[0] + p[8] + (p[4] + p[12]);
        float b = p[1] + p[9] + (p[5] + p[13]);
        float c = p[2] + p[10] + (p[6] + p[14]);
        float d = p[3] + p[11] + (p[7] + p[15]);
        return a + c + (b + d);
    }

    /** The greatest element of {@link #partial}; NaN if one is. */
    float greatest() {
        float[] p = partial;
        float a = Math.max(Math.max(p[0], p[8]), Math.max(p[4], p[12]));
        float b = Math.max(Math.max(p[1], p[9]), Math.max(p[5], p[13]));
        float c = Math.max(Math.max(p[2], p[10]), Math.max(p[6], p[14]));
        float d = Math.max(Math.max(p[3], p[11]), Math.max(p[7], p[15]));
        return Math.max(Math.max(a, c), Math.max(b, d));
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
