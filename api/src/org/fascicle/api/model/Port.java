package org.fascicle.api.model;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.expr.Shape;

/** An input or an output of a model. Immutable. */
public final class Port {
    private final String name;
    private final Shape shape;
    private final List<String> classes;

    private Port(String name, Shape shape, List<String> classes) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.classes = List.copyOf(classes);
    }

    /**
     * A port.
     *
     * @param name unique among the model's inputs or outputs
     * @param shape of one row
     * @param classes the names of an output's classes, by class; empty if they have none
     */
    public static Port of(String name, Shape shape, List<String> classes) {
        return new Port(name, shape, classes);
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

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
