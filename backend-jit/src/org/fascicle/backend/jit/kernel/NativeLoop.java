package org.fascicle.backend.jit.kernel;

import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.render.KernelWords;
import org.jspecify.annotations.Nullable;

/** A kernel of compiled code: without it until the cache that it is of has compiled it. */
final class NativeLoop implements Loop {
    final Recipe recipe;
    private final boolean[] repeats;
    private volatile @Nullable NativeFunction function;

    NativeLoop(Recipe recipe) {
        this.recipe = recipe;
        repeats = new boolean[recipe.slots.size()];
        for (int slot = 0; slot < repeats.length; slot++) {
            repeats[slot] = recipe.slots.get(slot).repeats;
        }
    }

    boolean isCompiled() {
        return function != null;
    }

    void compiled(NativeFunction code) {
        function = code;
    }

    @Override
    public void run(Frame frame, int[] at, Scratch scratch, int outerFrom, int outerTo, int innerFrom, int innerTo,
            boolean first) {
        NativeFunction code = function;
        if (code == null) {
            throw new IllegalStateException("the kernel has not been compiled: " + recipe.key());
        }
        Words words = scratch.words;
        words.put(KernelWords.OUTER_FROM, outerFrom);
        words.put(KernelWords.OUTER_TO, outerTo);
        words.put(KernelWords.INNER_FROM, innerFrom);
        words.put(KernelWords.INNER_TO, innerTo);
        words.put(KernelWords.FIRST, first ? 1 : 0);
        words.put(KernelWords.NUMBERS, frame.numbers.address());
        words.put(KernelWords.INTEGERS, frame.numbers.address(frame.integer(0)));
        words.put(KernelWords.PERIOD, frame.period);
        for (int slot = 0; slot < repeats.length; slot++) {
            words.put(KernelWords.address(slot), repeats[slot] ? scratch.repeated(slot) : frame.blocks[slot].address(at[slot]));
            words.put(KernelWords.stride(slot), frame.outer[slot]);
        }
        code.call(words);
    }
}
