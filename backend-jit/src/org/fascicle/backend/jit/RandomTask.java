package org.fascicle.backend.jit;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.expr.Philox;

/** Random bits, four elements for each call of the generator. */
final class RandomTask implements Task {
    private static final int WORDS = 4;
    private static final int BLOCK = 4096;

    private final Room to;
    private final int count;
    private final int path;
    private final int draw;
    private final int shift;
    private long seed;
    private int step;

    RandomTask(Room to, int count, String path, int draw, int bits) {
        this.to = to;
        this.count = count;
        this.path = Philox.hash(path);
        this.draw = draw;
        this.shift = Integer.SIZE - bits;
    }

    /** Takes seed and step of the run at hand. */
    void prepare(RunArguments arguments) {
        seed = arguments.seed();
        step = (int) arguments.step();
    }

    @Override
    public int blocks() {
        return (count + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int end = Math.min(count, (block + 1) * BLOCK);
        int[] words = scratch.intLeft;
        for (int i = block * BLOCK; i < end; i += WORDS) {
            Philox.words(seed, i / WORDS, step, path, draw, words);
            int at = to.offset + i;
            for (int word = 0; word < WORDS && i + word < end; word++) {
                to.ints[at + word] = words[word] >>> shift;
            }
        }
    }
}
