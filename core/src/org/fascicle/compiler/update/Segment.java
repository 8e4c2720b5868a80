package org.fascicle.compiler.update;

import org.fascicle.api.expr.Shape;

/** A tensor's place in a packed one. Immutable. */
public final class Segment {
    private final String path;
    private final Shape shape;
    private final int offset;

    Segment(String path, Shape shape, int offset) {
        this.path = path;
        this.shape = shape;
        this.offset = offset;
    }

    /** The path of the tensor. */
    public String path() {
        return path;
    }

    /** Its shape. */
    public Shape shape() {
        return shape;
    }

    /** The index of its first element. */
    public int offset() {
        return offset;
    }

    /** The number of its elements. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    @Override
    public String toString() {
        return path + " " + shape + " at " + offset;
    }
}
