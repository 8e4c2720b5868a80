package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;

/** Brings a tensor as it lies, rounded. */
public final class CopyTask extends StageTask {
    private final Rounding rounding;

    public CopyTask(Rounding rounding, Room from, Operand to, int lines, int each) {
        super(from, to, lines, each);
        this.rounding = rounding;
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        int begin = first * each;
        rounding.halves(from.address(begin), to.half(begin), (long) (last - first) * each, scratch.words);
    }
}
