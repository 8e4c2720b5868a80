package org.fascicle.backend.jit.kernel;

import org.fascicle.backend.jit.machine.Block;

/** What a generated kernel is handed beside its place: by slot, memory and how far apart turns of the outer loop are; and numbers. */
public final class Frame {
    public final Block[] blocks;
    public final int[] outer;
    /** How long rows are that are read again and again. */
    public int period;
    /** The numbers as reals, then as integers: each is one of both. */
    public final Block numbers;
    private final int count;

    public Frame(int slots, int numbers) {
        this.blocks = new Block[slots];
        this.outer = new int[slots];
        this.count = numbers;
        this.numbers = Block.allocate(2 * numbers, "the numbers of a kernel");
    }

    /** Where a number lies that is an integer; as a real it lies at its own place. */
    public int integer(int place) {
        return count + place;
    }
}
