package org.fascicle.backend.nd4j.natives;

/** What changes from run to run, and the scratch arrays of the worker's thread. */
public final class Run {
    /** Elements that are worked on at a time: three arrays stay in the first-level cache. */
    public static final int CHUNK = 1024;

    public final float[] a = new float[CHUNK];
    public final float[] b = new float[CHUNK];
    public final float[] c = new float[CHUNK];
    public final int[] words = new int[4];
    public long seed;
    public int step;
}
