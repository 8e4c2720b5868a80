package org.fascicle.backend.jit.product;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/** Brings a tensor, seen as lines of one length, to where a library reads it. */
public abstract class StageTask implements CutTask {
    private static final int BLOCK = 1 << 14;
    /** About how many vector operations rounding takes for a vector. */
    private static final int ARITHMETIC = 4;

    final Room from;
    final Operand to;
    final int lines;
    final int each;
    private boolean isCut;
    private boolean isEarly;

    StageTask(Room from, Operand to, int lines, int each) {
        this.from = from;
        this.to = to;
        this.lines = lines;
        this.each = each;
    }

    /** Lets lines be brought by themselves: each is of one row of the batch. */
    public StageTask byRows() {
        isCut = true;
        return this;
    }

    /** Says that it reads nothing that tasks right before it write. */
    public StageTask early() {
        isEarly = true;
        return this;
    }

    @Override
    public boolean isEarly() {
        return isEarly;
    }

    @Override
    public boolean isCut() {
        return isCut;
    }

    @Override
    public int extent() {
        return lines;
    }

    @Override
    public long work() {
        return (long) lines * (each / Scratch.LANES + 1) * ARITHMETIC;
    }

    private int step() {
        int step = Math.max(1, BLOCK / Math.max(1, each));
        return (step + unit() - 1) / unit() * unit();
    }

    @Override
    public int blocks() {
        return (lines + step() - 1) / step();
    }

    @Override
    public void run(int block, Scratch scratch) {
        part(block * step(), Math.min(lines, (block + 1) * step()), scratch);
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, lines * each), to.reach(true));
    }
}
