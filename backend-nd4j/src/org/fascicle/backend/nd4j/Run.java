package org.fascicle.backend.nd4j;

/** What changes from run to run, and the scratch arrays of the worker's thread. */
final class Run {
    /** Elements that are worked on at a time: three arrays stay in the first-level cache. */
    static final int CHUNK = 1024;

    final float[] a = new float[CHUNK];
    final float[] b = new float[CHUNK];
    final float[] c = new float[CHUNK];
    final int[] words = new int[4];
    long seed;
    int step;
}
