package org.fascicle.api.model;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.expr.Shape;

/** An input or an output of a model. Immutable. */
public final class Port {
    private final String name;
    private final Shape shape;
    private final List<String> classes;

    private final boolean multiLabel;

    private Port(String name, Shape shape, List<String> classes, boolean multiLabel) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.classes = List.copyOf(classes);
        this.multiLabel = multiLabel;
    }

    /**
     * A port.
     *
     * @param name unique among the model's inputs or outputs
     * @param shape of one row
     * @param classes the names of an output's classes, by class; empty if they have none
     */
    public static Port of(String name, Shape shape, List<String> classes) {
        return new Port(name, shape, classes, false);
    }

    /** The same of an output for rows that can be of several classes, or of none: each number is about one class. */
    public Port multiLabel() {
        return new Port(name, shape, classes, true);
    }

    /** Its name: {@code input}, {@code output}, or as the model file says. */
    public String name() {
        return name;
    }

    /** The shape of one row. */
    public Shape shape() {
        return shape;
    }

    /** The numbers of one row. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    /** The names of an output's classes, by class; empty if they have none, or if it is an input. */
    public List<String> classes() {
        return classes;
    }

    /** Whether a row can be of several of the classes, or of none. */
    public boolean isMultiLabel() {
        return multiLabel;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
