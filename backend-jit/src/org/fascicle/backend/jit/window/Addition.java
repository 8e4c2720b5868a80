package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.kernel.Loop;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Recipe;

/** Adds lines of one array to lines of another, with a generated kernel. Safe for any thread. */
public final class Addition {
    private final Loop loop;

    public Addition(KernelCache cache) {
        Recipe recipe = new Recipe();
        int to = recipe.slot(false, true);
        int from = recipe.slot(false, true);
        recipe.stores.add(new Recipe.Store(recipe.body.add(recipe.body.input(Lane.FLOAT, to),
                recipe.body.input(Lane.FLOAT, from)), to));
        this.loop = cache.of(recipe);
    }

    /**
     * Adds line by line, in order; lines may overlap.
     *
     * @param y is added to, beginning at {@code at}; lines are {@code step} apart
     * @param x is added, beginning at {@code from}; lines are {@code fromStep} apart
     * @param lines how many
     * @param length of a line
     */
    void add(float[] y, int at, int step, float[] x, int from, int fromStep, int lines, int length, Scratch scratch) {
        Frame frame = scratch.pair;
        frame.floats[0] = y;
        frame.floats[1] = x;
        frame.outer[0] = step;
        frame.outer[1] = fromStep;
        int[] begin = scratch.at(2);
        begin[0] = at;
        begin[1] = from;
        loop.run(frame, begin, scratch, 0, lines, 0, length, true);
        frame.floats[0] = null;
        frame.floats[1] = null;
    }
}
