package org.fascicle.backend.nd4j.kernel;

import org.fascicle.api.expr.Shape;

/** How a repeated operand lies over the result of an elementwise operation, the result seen as a matrix of two groups of axes. */
public final class Repeat {
    public enum Kind {
        /** Element by element. */
        FULL,
        /** One number for all. */
        SINGLE,
        /** The same row for every index of the leading axes. */
        ROW,
        /** One number for each index of the leading axes. */
        COLUMN,
        /** None of these. */
        OTHER
    }

    public final Kind kind;
    /** For a row or a column: where the second group of axes begins. Else 0. */
    public final int split;

    private Repeat(Kind kind, int split) {
        this.kind = kind;
        this.split = split;
    }

    /** How a tensor of one shape is repeated to another. */
    public static Repeat of(Shape from, Shape to) {
        if (from.equals(to)) {
            return new Repeat(Kind.FULL, 0);
        } else if (!from.isBatched() && from.sizePerRow() == 1) {
            return new Repeat(Kind.SINGLE, 0);
        }
        int changes = 0;
        int split = 0;
        Boolean before = null;
        boolean first = false;
        for (int axis = 0; axis < to.rank(); axis++) {
            int at = axis - to.rank() + from.rank();
            if (to.extent(axis) == 1) {
                continue;
            }
            boolean repeats = at < 0 || from.extent(at) == 1;
            if (before == null) {
                first = repeats;
            } else if (before != repeats) {
                changes++;
                split = axis;
            }
            before = repeats;
        }
        if (changes == 0) {
            return new Repeat(first ? Kind.SINGLE : Kind.FULL, 0);
        }
        return changes > 1 ? new Repeat(Kind.OTHER, 0) : new Repeat(first ? Kind.ROW : Kind.COLUMN, split);
    }
}
