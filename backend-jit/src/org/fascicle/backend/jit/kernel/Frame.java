package org.fascicle.backend.jit.kernel;

/** What a generated kernel is handed beside its place: by slot, an array and how far apart turns of the outer loop are. */
public final class Frame {
    public final float[][] floats;
    public final int[][] ints;
    public final int[] outer;
    /** How long rows are that are read again and again. */
    public int period;
    public final float[] numbers;
    public final int[] integers;

    public Frame(int slots, int numbers) {
        this.floats = new float[slots][];
        this.ints = new int[slots][];
        this.outer = new int[slots];
        this.numbers = new float[numbers];
        this.integers = new int[numbers];
    }
}
