package org.fascicle.core.model;

/** Gets what a model names and no installed bundle provides. */
@FunctionalInterface
public interface Absent {
    /** A technique, without its options, which nobody knows then. */
    void technique(TechniqueSpec spec);

    /** An option of an optimizer that no installed technique provides. It is a problem as well: it may be misspelled. */
    default void option(String name) {}
}
