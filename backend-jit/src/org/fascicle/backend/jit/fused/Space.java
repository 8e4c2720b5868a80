package org.fascicle.backend.jit.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * What a fused kernel loops over for a number of rows, and how far apart the elements of each array are along each axis.
 * Axes of one fate are one axis, but for the last one of a kernel that is cut along it; axes of extent 1 are left out,
 * unless nothing is left. Immutable.
 */
public final class Space {
    /** An array that the kernel reads or writes. */
    public static final class Access {
        /** As the kernel's nodes name it. */
        final Node node;
        /** Whose memory it is. */
        public final Node source;
        final boolean isWritten;
        public final int slot;
        private final boolean isMap;
        private boolean repeats;
        /** By axis. */
        public int[] strides;

        private Access(Node node, Node source, boolean isWritten, boolean isMap, int slot, int[] strides) {
            this.node = node;
            this.source = source;
            this.isWritten = isWritten;
            this.isMap = isMap;
            this.slot = slot;
            this.strides = strides;
        }

        /** Whether it is one row, which is read for each row again. */
        public boolean repeats() {
            return repeats;
        }

        /** Whether it is read from an array of indices that no kernel writes. */
        public boolean isIndex() {
            return !isWritten && source.op() == Primitives.IOTA && isMap;
        }
    }

    /** Longer rows than this are not joined: to copy one for each block would cost more than what is left of each. */
    private static final int LONGEST = 1024;

    private final Kernel kernel;
    private final @Nullable Node anchor;
    private final int rows;
    private final int[] full;
    private final boolean isCutAlongLast;
    private final List<Access> accesses = new ArrayList<>();
    /** The extents. */
    public int[] extents;
    /** By axis, whether the kernel sums along it. */
    public boolean[] folded;
    /** The length of rows that are joined to one axis though some arrays have one row alone; 0 if there are none. */
    public int period;

    public Space(Kernel kernel, int rows) {
        this.isCutAlongLast = kernel.cut() == Cut.COLUMNS;
        this.kernel = kernel;
        this.rows = rows;
        this.anchor = kernel.anchor().orElse(null);
        Node last = kernel.nodes().get(kernel.nodes().size() - 1);
        Shape shape = anchor != null ? anchor.operand(0).shape() : last.shape();
        this.full = shape.withRows(rows).toArray();
        for (Node node : kernel.nodes()) {
            if (node.op() == Primitives.BROADCAST) {
                continue;
            }
            node.operands().forEach(this::read);
        }
        kernel.outputs().forEach(this::write);
        this.folded = new boolean[full.length];
        if (anchor != null) {
            for (int axis : anchor.attributes().integers("axes")) {
                folded[axis] = true;
            }
        }
        collapse();
    }

    public List<Access> accesses() {
        return accesses;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The access of an array that the kernel's nodes name so: what is read, or else what is written. */
    Access access(Node node) {
        return accesses.stream().filter(access -> access.node == node).findFirst()
                .orElseThrow(() -> new IllegalStateException(node + " is no array of " + kernel));
    }

    /** What is read where a node is named. */
    Node source(Node node) {
        Node source = node;
        while (source.op() == Primitives.BROADCAST && kernel.nodes().contains(source)) {
            source = source.operand(0);
        }
        return source;
    }

    boolean moves(Access access) {
        return access.node != anchor && access.strides[extents.length - 1] == 1
                || access.node == anchor && !innerIsFolded();
    }

    boolean innerIsFolded() {
        return folded[extents.length - 1];
    }

    private boolean isComputed(Node node) {
        return kernel.nodes().contains(node) && node.op() != Primitives.BROADCAST && node.op() != Primitives.IOTA;
    }

    private void read(Node node) {
        Node source = source(node);
        boolean isNumber = source.op() == Primitives.CONSTANT || source.op() == Primitives.SCALAR;
        if (isNumber || isComputed(node) || accesses.stream().anyMatch(access -> access.node == node)) {
            return;
        }
        boolean isMap = source.op() == Primitives.IOTA && kernel.nodes().contains(source);
        int[] strides = isMap ? alongAxis(source) : repeated(source.shape());
        accesses.add(new Access(node, source, false, isMap, accesses.size(), strides));
    }

    private void write(Node node) {
        if (node.op() == Primitives.IOTA) {
            read(node);
        }
        int[] strides = node == anchor ? kept(node) : repeated(node.shape());
        accesses.add(new Access(node, node, true, false, accesses.size(), strides));
    }

    private int[] alongAxis(Node iota) {
        int[] strides = new int[full.length];
        strides[iota.shape().axis(iota.attributes().integer("axis"))] = 1;
        return strides;
    }

    private int[] repeated(Shape shape) {
        int[] from = shape.withRows(rows).toArray();
        int[] strides = new int[full.length];
        int stride = 1;
        for (int i = 1; i <= from.length; i++) {
            int extent = from[from.length - i];
            strides[full.length - i] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return strides;
    }

    private int[] kept(Node fold) {
        int[] strides = new int[full.length];
        int stride = 1;
        int[] axes = fold.attributes().integers("axes");
        for (int axis = full.length - 1; axis >= 0; axis--) {
            int at = axis;
            if (Arrays.stream(axes).noneMatch(folded -> folded == at)) {
                strides[axis] = stride;
                stride *= full[axis];
            }
        }
        return strides;
    }

    private void collapse() {
        List<Integer> kept = new ArrayList<>();
        int[] lengths = full.clone();
        for (int axis = full.length - 1; axis >= 0; axis--) {
            int behind = kept.isEmpty() ? -1 : kept.get(0);
            if (lengths[axis] == 1) {
                continue;
            }
            if (behind >= 0 && joins(axis, behind, lengths[behind])) {
                lengths[behind] *= lengths[axis];
            } else {
                kept.add(0, axis);
            }
        }
        if (kept.isEmpty()) {
            extents = new int[] {1};
            folded = new boolean[] {anchor != null};
            accesses.forEach(access -> access.strides = new int[] {access.node == anchor ? 0 : 1});
            return;
        }
        int[] axes = kept.stream().mapToInt(axis -> axis).toArray();
        extents = Arrays.stream(axes).map(axis -> lengths[axis]).toArray();
        boolean[] sums = new boolean[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sums[i] = folded[axes[i]];
        }
        folded = sums;
        accesses.forEach(access -> access.strides = Arrays.stream(axes).map(axis -> access.strides[axis]).toArray());
    }

    /**
     * Joins rows that lie behind each other to one axis, though of some arrays there is one row, which is read for each of
     * them again. Only vectors gain by that: they begin anew with each row, and have something left of it.
     */
    public void joinRows() {
        if (anchor == null && !isCutAlongLast && extents.length == 2 && extents[1] <= LONGEST
                && accesses.stream().allMatch(access -> isWhole(access) || isRow(access))) {
            period = extents[1];
            for (Access access : accesses) {
                access.repeats = isRow(access);
                access.strides = new int[] {access.strides[1]};
            }
            extents = new int[] {extents[0] * extents[1]};
            folded = new boolean[1];
        }
    }

    private boolean isWhole(Access access) {
        return access.strides[0] == access.strides[1] * extents[1];
    }

    private boolean isRow(Access access) {
        return !access.isWritten && !Numbers.isInt(access.node.type()) && access.strides[0] == 0 && access.strides[1] == 1;
    }

    private boolean joins(int axis, int behind, int length) {
        return folded[axis] == folded[behind] && !(isCutAlongLast && behind == full.length - 1)
                && accesses.stream().allMatch(access -> access.strides[axis] == access.strides[behind] * length);
    }
}
