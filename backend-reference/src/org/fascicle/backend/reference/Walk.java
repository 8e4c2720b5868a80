package org.fascicle.backend.reference;

import java.util.Arrays;

/**
 * A way through two tensors together: one position in each per index, in the row-major order of the indices. Extents,
 * strides and starts are written in place before {@link #each}.
 */
final class Walk {
    /** What is done along the last axis. */
    interface Line {
        /** From positions a and b on, {@code count} times by the strides. */
        void follow(int a, int strideA, int b, int strideB, int count);
    }

    final int[] extents;
    final int[] stridesA;
    final int[] stridesB;
    int startA;
    int startB;
    private final int[] index;
    private final Line line;

    Walk(int rank, Line line) {
        this.extents = new int[rank];
        this.stridesA = new int[rank];
        this.stridesB = new int[rank];
        this.index = new int[rank];
        this.line = line;
    }

    /** Walks all indices. */
    void each() {
        int last = extents.length - 1;
        if (last < 0) {
            line.follow(startA, 0, startB, 0, 1);
            return;
        }
        for (int extent : extents) {
            if (extent == 0) {
                return;
            }
        }
        Arrays.fill(index, 0);
        int a = startA;
        int b = startB;
        while (true) {
            line.follow(a, stridesA[last], b, stridesB[last], extents[last]);
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] == extents[axis]) {
                a -= stridesA[axis] * (extents[axis] - 1);
                b -= stridesB[axis] * (extents[axis] - 1);
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            a += stridesA[axis];
            b += stridesB[axis];
        }
    }
}
