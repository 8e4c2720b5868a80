package org.fascicle.api.expr;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first; immutable. One extent may be {@link #ROWS}, the number of examples in the
 * batch at hand, which is known only when a program runs. Elements lie in row-major order.
 */
public final class Shape {
    /** The symbolic extent: the number of rows (examples) of the batch that a program is run on. */
    public static final int ROWS = -1;

    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    /** The shape of a single number: rank 0. */
    public static Shape scalar() {
        return SCALAR;
    }

    /**
     * A shape of the given extents.
     *
     * @param extents each at least 0, or {@link #ROWS} for at most one of them
     * @throws ShapeException if an extent is negative, or two are symbolic
     */
    public static Shape of(int... extents) {
        int symbolic = 0;
        for (int extent : extents) {
            if (extent < ROWS) {
                throw new ShapeException("an extent must not be negative: " + Arrays.toString(extents));
            }
            if (extent == ROWS) {
                symbolic++;
            }
        }
        if (symbolic > 1) {
            throw new ShapeException("only one extent can be the batch's rows: " + Arrays.toString(extents));
        }
        return extents.length == 0 ? SCALAR : new Shape(extents.clone());
    }

    /** The shape of one batch of examples: {@code [rows, extents…]}. */
    public static Shape batch(int... extents) {
        int[] all = new int[extents.length + 1];
        all[0] = ROWS;
        System.arraycopy(extents, 0, all, 1, extents.length);
        return of(all);
    }

    /** The number of axes. */
    public int rank() {
        return extents.length;
    }

    /**
     * One extent.
     *
     * @param axis from 0, or from the end if negative: −1 is the last
     * @return the extent, or {@link #ROWS}
     * @throws ShapeException if there is no such axis
     */
    public int extent(int axis) {
        return extents[axis(axis)];
    }

    /**
     * The axis counted from 0.
     *
     * @param axis from 0, or from the end if negative
     * @throws ShapeException if there is no such axis
     */
    public int axis(int axis) {
        int counted = axis < 0 ? axis + extents.length : axis;
        if (counted < 0 || counted >= extents.length) {
            throw new ShapeException("there is no axis " + axis + " in " + this);
        }
        return counted;
    }

    /** Whether one extent is {@link #ROWS}. */
    public boolean isBatched() {
        return rowsAxis() >= 0;
    }

    /** The axis whose extent is {@link #ROWS}, or −1. */
    public int rowsAxis() {
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] == ROWS) {
                return i;
            }
        }
        return -1;
    }

    /** This shape with {@code rows} in the place of the symbolic extent. */
    public Shape withRows(int rows) {
        int axis = rowsAxis();
        return axis < 0 ? this : with(axis, rows);
    }

    /** This shape with another extent at an axis. */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis(axis)] = extent;
        return of(changed);
    }

    /** This shape without its first axis: the shape of one example of a batch. */
    public Shape withoutFirst() {
        return drop(0);
    }

    /** This shape without one axis. */
    public Shape drop(int axis) {
        int at = axis(axis);
        int[] rest = new int[extents.length - 1];
        for (int i = 0, j = 0; i < extents.length; i++) {
            if (i != at) {
                rest[j++] = extents[i];
            }
        }
        return of(rest);
    }

    /** This shape behind one more axis in front. */
    public Shape prepend(int extent) {
        return insert(0, extent);
    }

    /**
     * This shape with one more axis.
     *
     * @param axis where it comes to lie: from 0 to the rank
     */
    public Shape insert(int axis, int extent) {
        if (axis < 0 || axis > extents.length) {
            throw new ShapeException("there is no place " + axis + " for one more axis in " + this);
        }
        int[] more = new int[extents.length + 1];
        System.arraycopy(extents, 0, more, 0, axis);
        more[axis] = extent;
        System.arraycopy(extents, axis, more, axis + 1, extents.length - axis);
        return of(more);
    }

    /**
     * The number of elements.
     *
     * @throws ShapeException if the shape is batched, or the number does not fit into 63 bits
     */
    public long size() {
        if (isBatched()) {
            throw new ShapeException("the size of " + this + " depends on the batch");
        }
        return sizePerRow();
    }

    /** The number of elements that one row has: the product of all extents but the symbolic one. */
    public long sizePerRow() {
        long size = 1;
        for (int extent : extents) {
            if (extent != ROWS) {
                try {
                    size = Math.multiplyExact(size, (long) extent);
                } catch (ArithmeticException e) {
                    throw new ShapeException("the shape " + this + " has too many elements");
                }
            }
        }
        return size;
    }

    /** The number of elements when the batch has {@code rows} rows. */
    public long size(int rows) {
        return withRows(rows).size();
    }

    /** The extents, as a new array; {@link #ROWS} for the symbolic one. */
    public int[] toArray() {
        return extents.clone();
    }

    /** The shape that this one and another are broadcast to. */
    Shape broadcastWith(Shape other) {
        Shape longer = rank() >= other.rank() ? this : other;
        Shape shorter = longer == this ? other : this;
        int[] met = longer.toArray();
        for (int i = 1; i <= shorter.rank(); i++) {
            int x = longer.extent(-i);
            int y = shorter.extent(-i);
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException("shapes do not fit together: " + this + " and " + other);
            }
            met[met.length - i] = x == 1 ? y : x;
        }
        return of(met);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape && Arrays.equals(extents, ((Shape) other).extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** For instance {@code [rows, 28, 28]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int extent : extents) {
            text.append(text.length() > 1 ? ", " : "").append(extent == ROWS ? "rows" : Integer.toString(extent));
        }
        return text.append(']').toString();
    }
}
