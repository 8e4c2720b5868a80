package org.fascicle.backend.jit.random;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;

/** Random bits. */
public final class RandomTask implements CutTask {
    private static final int BLOCK = 4096;

    private final Draws draws;
    private final Room to;
    private final int count;
    private final int rows;
    private final Draws.Key key;

    /**
     * A task.
     *
     * @param count how many elements
     * @param rows how many rows they are, if they are rows; else 0
     */
    public RandomTask(Draws draws, Room to, int count, int rows, Draws.Key key) {
        draws.prepare();
        this.draws = draws;
        this.to = to;
        this.count = count;
        this.rows = rows;
        this.key = key;
    }

    /** Takes seed and step of the run at hand. */
    public void prepare(RunArguments arguments) {
        key.seed = arguments.seed();
        key.step = (int) arguments.step();
    }

    @Override
    public int blocks() {
        return (count + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int from = block * BLOCK;
        fill(from, Math.min(count, from + BLOCK), scratch);
    }

    private void fill(int from, int end, Scratch scratch) {
        draws.fill(key, from / Draws.WORDS, to.address(from), end - from, scratch.words);
    }

    /** A call of the generator must not give elements of two rows. */
    @Override
    public boolean isCut() {
        return rows > 0 && count / rows % Draws.WORDS == 0;
    }

    @Override
    public int extent() {
        return rows;
    }

    @Override
    public long work() {
        return 2L * count;
    }

    @Override
    public void part(int from, int end, Scratch scratch) {
        fill(count / rows * from, count / rows * end, scratch);
    }
}
