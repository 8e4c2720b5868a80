package org.fascicle.api.backend;

/** What changes from run to run. Mutable, so that a loop can use one object; used by one thread. */
public final class RunArguments {
    private final double[] scalars;
    private int rows = 1;
    private long seed;
    private long step;

    /**
     * Arguments for a graph.
     *
     * @param scalars how many scalars it has
     */
    public RunArguments(int scalars) {
        this.scalars = new double[scalars];
    }

    /** The number of rows of this batch, 1 to the program's {@code maxRows}. */
    public int rows() {
        return rows;
    }

    /** Sets the number of rows. */
    public RunArguments rows(int value) {
        rows = value;
        return this;
    }

    /** The key of all random draws. */
    public long seed() {
        return seed;
    }

    /** Sets the key of all random draws. */
    public RunArguments seed(long value) {
        seed = value;
        return this;
    }

    /** The step, which goes into random draws; its lower 32 bits count. */
    public long step() {
        return step;
    }

    /** Sets the step. */
    public RunArguments step(long value) {
        step = value;
        return this;
    }

    /** The values of the graph's scalars, by index; to be written in place. */
    public double[] scalars() {
        return scalars;
    }
}
