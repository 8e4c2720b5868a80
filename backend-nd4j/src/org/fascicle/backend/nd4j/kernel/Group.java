package org.fascicle.backend.nd4j.kernel;

import org.fascicle.backend.nd4j.natives.Extents;
import org.jspecify.annotations.Nullable;

/** The extents of a tensor around some of its axes: before them, along them, behind them. */
final class Group {
    final int before;
    final int along;
    final int behind;

    private Group(int before, int along, int behind) {
        this.before = before;
        this.along = along;
        this.behind = behind;
    }

    static Group of(int[] extents, int axis) {
        return new Group(Extents.product(extents, 0, axis), extents[axis], Extents.product(extents, axis + 1, extents.length));
    }

    /** The extents around axes, or null if other axes lie between them. */
    static @Nullable Group of(int[] extents, int[] axes) {
        boolean[] chosen = new boolean[extents.length];
        for (int axis : axes) {
            chosen[axis] = true;
        }
        int[] products = {1, 1, 1};
        int part = 0;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] != 1) {
                if (part == 0 && chosen[axis] || part == 1 && !chosen[axis]) {
                    part++;
                } else if (part == 2 && chosen[axis]) {
                    return null;
                }
                products[part] = Math.multiplyExact(products[part], extents[axis]);
            }
        }
        return new Group(products[0], products[1], products[2]);
    }
}
