package org.fascicle.backend.jit.product;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Copies a tensor to where a library reads it, rounded if it is to be. */
public final class StageTask implements Task {
    private static final int BLOCK = 1 << 14;
    private static final int PIECE = 1 << 11;

    private final Rounding rounding;
    private final Room from;
    private final int count;
    private final Operand to;
    private final FloatBuffer floats;
    private final ShortBuffer halves;

    public StageTask(Rounding rounding, Room from, int count, Operand to) {
        this.rounding = rounding;
        this.from = from;
        this.count = count;
        this.to = to;
        this.floats = to.element == Element.FLOAT32 ? to.memory.asFloatBuffer() : null;
        this.halves = to.element == Element.BFLOAT16 ? to.memory.asShortBuffer() : null;
    }

    @Override
    public int blocks() {
        return (count + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int begin = block * BLOCK;
        int end = Math.min(count, begin + BLOCK);
        if (halves == null) {
            floats.put(begin, from.floats, from.offset + begin, end - begin);
            return;
        }
        short[] piece = scratch.halves(PIECE);
        for (int at = begin; at < end; at += PIECE) {
            int length = Math.min(PIECE, end - at);
            rounding.round(from.floats, from.offset + at, length, piece);
            halves.put(at, piece, 0, length);
        }
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, count), to.reach(true));
    }
}
