package org.fascicle.api.data;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Shape;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What rows of data mean: their inputs and targets. {@link Rows} gives them by index, {@link Batches} one after the other. Most data
 * have one input and one output; those that have several override the methods that take a name.
 */
@ConsumerType
public interface Examples {
    /** The name of the only input. */
    String INPUT = "input";
    /** The name of the only output. */
    String OUTPUT = "output";

    /** The shape of one row's features, without a rows axis: {@code [28, 28]}. */
    Shape shape();

    /** The number of classes if rows are labelled, else 0. */
    int classes();

    /**
     * The names of the classes, by class; empty if they have none. Rows that are not labelled have them if a row can be of several
     * classes: its target values are then 1 for those classes and 0 for the others.
     */
    default List<String> classNames() {
        return List.of();
    }

    /** The shape of one row's target values if rows are not labelled; ignored if they are. */
    default Shape targetShape() {
        return Shape.scalar();
    }

    /** What the largest raw feature can be, for the scaling {@code unit}; the smallest is 0. 1 if there is no such bound. */
    default double unit() {
        return 1;
    }

    /** Whether rows have weights of their own. */
    default boolean weighted() {
        return false;
    }

    /** The names of the inputs, in order. */
    default List<String> inputs() {
        return List.of(INPUT);
    }

    /** The shape of one row of an input. */
    default Shape shape(String input) {
        return shape();
    }

    /** The names of the outputs that there are targets for, in order. */
    default List<String> outputs() {
        return List.of(OUTPUT);
    }

    /** The number of classes of an output if its targets are labels, else 0. */
    default int classes(String output) {
        return classes();
    }

    /** The names of an output's classes, by class; empty if they have none. */
    default List<String> classNames(String output) {
        return classNames();
    }

    /** The shape of one row's target values for an output whose targets are no labels. */
    default Shape targetShape(String output) {
        return targetShape();
    }

    /** What the columns mean that rows are made of; empty if they are made of no table. */
    default Optional<Meaning> meaning() {
        return Optional.empty();
    }
}
