package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The axes that a kernel's threads walk, and where each of its arrays is read or written along them. Neighbouring axes
 * that are treated alike are one axis; axes of extent 1 are left out, so that a kernel's structure depends on as few axes as it can.
 */
final class Space {
    /** By axis. */
    final int[] extents;
    /** By axis, whether the kernel sums along it. */
    final boolean[] folded;
    /** By array; each with a stride for each axis. */
    final List<View> views;

    private Space(int[] extents, boolean[] folded, List<View> views) {
        this.extents = extents;
        this.folded = folded;
        this.views = views;
    }

    static Space of(int[] extents, boolean[] folded, List<View> views) {
        List<Integer> kept = new ArrayList<>();
        int[] lengths = extents.clone();
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            int behind = kept.isEmpty() ? -1 : kept.get(0);
            if (lengths[axis] == 1) {
                continue;
            }
            if (behind >= 0 && joins(axis, behind, lengths[behind], folded, views)) {
                lengths[behind] *= lengths[axis];
            } else {
                kept.add(0, axis);
            }
        }
        int[] axes = kept.stream().mapToInt(axis -> axis).toArray();
        boolean[] folds = new boolean[axes.length];
        List<View> joined = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            folds[i] = folded[axes[i]];
        }
        for (View view : views) {
            joined.add(new View(Arrays.stream(axes).map(axis -> view.strides[axis]).toArray(), view.offset));
        }
        return new Space(Arrays.stream(axes).map(axis -> lengths[axis]).toArray(), folds, joined);
    }

    private static boolean joins(int axis, int behind, int length, boolean[] folded, List<View> views) {
        return folded[axis] == folded[behind]
                && views.stream().allMatch(view -> view.strides[axis] == view.strides[behind] * length);
    }

    /** The number of elements along the axes that are summed up, or along the others. */
    int size(boolean along) {
        int size = 1;
        for (int axis = 0; axis < extents.length; axis++) {
            size = folded[axis] == along ? Math.multiplyExact(size, extents[axis]) : size;
        }
        return size;
    }

    /** Whether the last axis, along which neighbours lie in memory, is summed up. */
    boolean lastIsFolded() {
        return extents.length == 0 || folded[extents.length - 1];
    }
}
