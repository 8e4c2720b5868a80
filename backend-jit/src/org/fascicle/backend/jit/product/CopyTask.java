package org.fascicle.backend.jit.product;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/** Brings a tensor as it lies, rounded if it is to be. */
public final class CopyTask extends StageTask {
    private static final int PIECE = 1 << 11;

    private final Rounding rounding;
    private final @Nullable FloatBuffer floats;
    private final @Nullable ShortBuffer halves;

    public CopyTask(Rounding rounding, Room from, Operand to, int lines, int each) {
        super(from, to, lines, each);
        this.rounding = rounding;
        this.floats = to.element == Element.FLOAT32 ? to.memory.asFloatBuffer() : null;
        this.halves = to.element == Element.BFLOAT16 ? to.memory.asShortBuffer() : null;
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        int begin = first * each;
        int end = last * each;
        if (floats != null) {
            floats.put(begin, from.floats, from.offset + begin, end - begin);
        } else if (halves != null) {
            round(halves, begin, end, scratch);
        }
    }

    private void round(ShortBuffer into, int begin, int end, Scratch scratch) {
        short[] piece = scratch.halves(PIECE);
        for (int at = begin; at < end; at += PIECE) {
            int length = Math.min(PIECE, end - at);
            rounding.round(from.floats, from.offset + at, length, piece, 0);
            into.put(at, piece, 0, length);
        }
    }
}
