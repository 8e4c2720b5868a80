package org.fascicle.api.model;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;

/** An input or an output of a model. Immutable. */
public final class Port {
    private final String name;
    private final Shape shape;
    private final List<String> classes;
    private final Domain.Outputs meaning;
    private final boolean multiLabel;

    private Port(String name, Shape shape, List<String> classes, Domain.Outputs meaning, boolean multiLabel) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.classes = List.copyOf(classes);
        this.meaning = Objects.requireNonNull(meaning, "meaning");
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
        return new Port(name, shape, classes, Domain.Outputs.ANY, false);
    }

    /** The same, whose numbers mean something: an output's loss takes them for that. */
    public Port meaning(Domain.Outputs numbers) {
        return new Port(name, shape, classes, numbers, multiLabel);
    }

    /** The same of an output for rows that can be of several classes, or of none: each number is about one class. */
    public Port multiLabel() {
        return new Port(name, shape, classes, meaning, true);
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

    /**
     * What an output's numbers mean, as its loss takes them: probabilities, or logits, of which a softmax or a sigmoid makes
     * probabilities. Any numbers, if it is an input, or if nothing says what they mean.
     */
    public Domain.Outputs meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
