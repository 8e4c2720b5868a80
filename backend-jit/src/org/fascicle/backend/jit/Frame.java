package org.fascicle.backend.jit;

/** What a generated kernel is handed beside its place: by slot, an array and how far apart turns of the outer loop are. */
final class Frame {
    final float[][] floats;
    final int[][] ints;
    final int[] outer;
    final float[] numbers;
    final int[] integers;

    Frame(int slots, int numbers) {
        this.floats = new float[slots][];
        this.ints = new int[slots][];
        this.outer = new int[slots];
        this.numbers = new float[numbers];
        this.integers = new int[numbers];
    }
}
