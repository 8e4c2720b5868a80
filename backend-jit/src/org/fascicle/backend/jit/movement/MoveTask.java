package org.fascicle.backend.jit.movement;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Copies elements from one strided place to another. */
final class MoveTask implements Task {
    private static final int BLOCK = 16384;

    private final Elements elements;
    private final Room from;
    private final Room to;
    private final int[] extents;
    private final int[] fromStrides;
    private final int[] toStrides;
    private final int lines;
    private final int step;

    /** A copy; starts are in the rooms' offsets. There is at least one axis. */
    MoveTask(Natives natives, Room from, Room to, int[] extents, int[] fromStrides, int[] toStrides) {
        this.elements = new Elements(natives);
        this.from = from;
        this.to = to;
        int last = lastUseful(extents, fromStrides, toStrides);
        this.extents = Arrays.copyOf(extents, last + 1);
        this.fromStrides = Arrays.copyOf(fromStrides, last + 1);
        this.toStrides = Arrays.copyOf(toStrides, last + 1);
        // What lies in one piece on both sides is one axis.
        int inner = extents[last];
        for (int axis = last + 1; axis < extents.length; axis++) {
            inner *= extents[axis];
        }
        this.extents[last] = inner;
        if (last < extents.length - 1) {
            this.fromStrides[last] = 1;
            this.toStrides[last] = 1;
        }
        int product = 1;
        for (int axis = 0; axis < last; axis++) {
            product *= extents[axis];
        }
        this.lines = inner == 0 ? 0 : product;
        this.step = Math.max(1, BLOCK / Math.max(1, inner));
    }

    private static int lastUseful(int[] extents, int[] fromStrides, int[] toStrides) {
        int last = extents.length - 1;
        int length = 1;
        while (last >= 0 && fromStrides[last] == length && toStrides[last] == length) {
            length *= extents[last--];
        }
        return last == extents.length - 1 ? last : last + 1;
    }

    @Override
    public int blocks() {
        return (lines + step - 1) / step;
    }

    @Override
    public void run(int block, Scratch scratch) {
        elements.copy(from.address(), to.address(), block * step, Math.min(lines, (block + 1) * step), extents, fromStrides,
                toStrides, scratch.words);
    }
}
