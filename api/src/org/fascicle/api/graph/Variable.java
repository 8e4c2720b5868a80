package org.fascicle.api.graph;

import java.util.Objects;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** A tensor of the store that a graph reads or writes: its path, type and fixed shape. Immutable; equal by all three. */
public final class Variable {
    private final String path;
    private final Type type;
    private final Shape shape;

    private Variable(String path, Type type, Shape shape) {
        this.path = Objects.requireNonNull(path);
        this.type = Objects.requireNonNull(type);
        this.shape = shape;
        shape.size();
    }

    /**
     * A variable.
     *
     * @param path such as {@code dense_1/kernel}
     * @param type its elements' type
     * @param shape fixed, without the batch's rows
     */
    public static Variable of(String path, Type type, Shape shape) {
        return new Variable(path, type, shape);
    }

    /** The path by which the store knows it. */
    public String path() {
        return path;
    }

    /** The type of its elements. */
    public Type type() {
        return type;
    }

    /** Its shape, fixed. */
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Variable && path.equals(((Variable) other).path)
                && type == ((Variable) other).type && shape.equals(((Variable) other).shape);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path + " " + type + " " + shape;
    }
}
