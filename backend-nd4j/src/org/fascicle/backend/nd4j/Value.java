package org.fascicle.backend.nd4j;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/**
 * What an operation reads: a tensor in a {@link Root}, as it lies there, or repeated to a greater shape, or with its axes in
 * another order. The last two cost nothing until somebody needs them spelled out. Immutable.
 */
final class Value {
    final Root root;
    /** Where it starts, in elements. */
    final long offset;
    /** The shape in which it lies in memory, row-major. */
    final Shape stored;
    /** The shape as which it is read. */
    final Shape shape;
    /** Axis i as read is axis {@code axes[i]} as stored; null if they are in order. */
    final int[] axes;

    private Value(Root root, long offset, Shape stored, Shape shape, int[] axes) {
        this.root = root;
        this.offset = offset;
        this.stored = stored;
        this.shape = shape;
        this.axes = axes;
    }

    static Value of(Root root) {
        return new Value(root, 0, root.shape, root.shape, null);
    }

    /** Some of the elements of a root, side by side in memory. */
    Value at(long start, Shape part) {
        return new Value(root, offset + start, part, part, null);
    }

    /** The same elements in another shape. */
    Value reshaped(Shape to) {
        return new Value(root, offset, to, to, null);
    }

    /** Repeated along axes of extent 1 and new leading axes. */
    Value repeated(Shape to) {
        return new Value(root, offset, stored, to, null);
    }

    Value transposed(int[] order, Shape to) {
        return new Value(root, offset, stored, to, order);
    }

    Type type() {
        return root.type;
    }

    boolean isPlain() {
        return axes == null && stored.equals(shape);
    }

    boolean isRepeated() {
        return axes == null && !stored.equals(shape);
    }

    /** Whether it is one element, repeated or not. */
    boolean isSingle() {
        return axes == null && !stored.isBatched() && stored.sizePerRow() == 1;
    }

    /** Whether it is all of its root. */
    boolean isWhole() {
        return isPlain() && offset == 0 && stored.isBatched() == root.shape.isBatched()
                && stored.sizePerRow() == root.shape.sizePerRow();
    }
}
