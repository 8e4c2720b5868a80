package org.fascicle.backend.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;

import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Ref;
import org.fascicle.backend.nd4j.natives.Run;
import org.jspecify.annotations.Nullable;

/**
 * Copies elements between two regular patterns of memory: what slices, pads, reversals, transposes, broadcasts and concatenations
 * are in the end. Axes that can be merged on both sides are merged.
 */
final class StridedCopy implements Call {
    private static final int TILE = 16;

    private final ByteBuffer fromBytes;
    private final ByteBuffer toBytes;
    private final @Nullable IntBuffer from;
    private final @Nullable IntBuffer to;
    private final int[] extents;
    private final int[] fromStrides;
    private final int[] toStrides;
    private final int fromStart;
    private final int toStart;
    private final int[] index;

    /** Moves {@code extents} elements; starts and strides are in elements. */
    StridedCopy(Ref source, int fromStart, int[] fromStrides, Ref target, int toStart, int[] toStrides, int[] extents) {
        boolean wide = Extents.width(source.type) > 1;
        this.fromBytes = source.bytes();
        this.toBytes = target.bytes();
        this.from = wide ? source.ints() : null;
        this.to = wide ? target.ints() : null;
        this.fromStart = fromStart;
        this.toStart = toStart;
        int[] e = new int[extents.length + 2];
        int[] f = new int[extents.length + 2];
        int[] t = new int[extents.length + 2];
        int rank = 0;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == 1) {
                continue;
            }
            if (rank > 0 && f[rank - 1] == extents[axis] * fromStrides[axis] && t[rank - 1] == extents[axis] * toStrides[axis]) {
                e[rank - 1] *= extents[axis];
            } else {
                e[rank++] = extents[axis];
            }
            f[rank - 1] = fromStrides[axis];
            t[rank - 1] = toStrides[axis];
        }
        int pad = Math.max(0, 2 - rank);
        this.extents = new int[rank + pad];
        this.fromStrides = new int[rank + pad];
        this.toStrides = new int[rank + pad];
        java.util.Arrays.fill(this.extents, 0, pad, 1);
        System.arraycopy(e, 0, this.extents, pad, rank);
        System.arraycopy(f, 0, this.fromStrides, pad, rank);
        System.arraycopy(t, 0, this.toStrides, pad, rank);
        this.index = new int[rank + pad];
    }

    @Override
    public void run(Run run) {
        int f = fromStart;
        int t = toStart;
        int outer = extents.length - 2;
        while (true) {
            if (from != null && to != null) {
                widePlane(from, to, f, t);
            } else {
                plane(f, t);
            }
            int axis = outer - 1;
            for (; axis >= 0; axis--) {
                f += fromStrides[axis];
                t += toStrides[axis];
                if (++index[axis] < extents[axis]) {
                    break;
                }
                f -= extents[axis] * fromStrides[axis];
                t -= extents[axis] * toStrides[axis];
                index[axis] = 0;
            }
            if (axis < 0) {
                return;
            }
        }
    }

    private void widePlane(IntBuffer from, IntBuffer to, int f, int t) {
        int last = extents.length - 1;
        int m = extents[last - 1];
        int n = extents[last];
        int fm = fromStrides[last - 1];
        int tm = toStrides[last - 1];
        int fn = fromStrides[last];
        int tn = toStrides[last];
        if (fn == 1 && tn == 1) {
            for (int i = 0; i < m; i++) {
                to.put(t + i * tm, from, f + i * fm, n);
            }
        } else if (fm == 1 || tm == 1) {
            for (int i = 0; i < m; i += TILE) {
                int rows = Math.min(TILE, m - i);
                for (int j = 0; j < n; j += TILE) {
                    tile(from, to, f + i * fm + j * fn, t + i * tm + j * tn, rows, Math.min(TILE, n - j), fm, fn, tm, tn);
                }
            }
        } else {
            tile(from, to, f, t, m, n, fm, fn, tm, tn);
        }
    }

    private static void tile(IntBuffer from, IntBuffer to, int f, int t, int m, int n, int fm, int fn, int tm, int tn) {
        for (int i = 0; i < m; i++) {
            int fi = f + i * fm;
            int ti = t + i * tm;
            if (tn == 1) {
                for (int j = 0; j < n; j++) {
                    to.put(ti + j, from.get(fi + j * fn));
                }
            } else {
                for (int j = 0; j < n; j++) {
                    to.put(ti + j * tn, from.get(fi + j * fn));
                }
            }
        }
    }

    private void plane(int f, int t) {
        int last = extents.length - 1;
        for (int i = 0; i < extents[last - 1]; i++) {
            int fi = f + i * fromStrides[last - 1];
            int ti = t + i * toStrides[last - 1];
            for (int j = 0; j < extents[last]; j++) {
                toBytes.put(ti + j * toStrides[last], fromBytes.get(fi + j * fromStrides[last]));
            }
        }
    }
}
