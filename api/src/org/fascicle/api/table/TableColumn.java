package org.fascicle.api.table;

import static org.fascicle.api.problem.InputException.requireGiven;

/** A column of a table that is written. Immutable. */
public final class TableColumn {
    /** What its cells are. */
    public enum Type {
        /** Texts. */
        TEXT,
        /** Numbers of 32 bits with fractions. */
        REAL,
        /** Whole numbers of 32 bits. */
        WHOLE
    }

    private final String name;
    private final Type type;

    private TableColumn(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    /** A column. */
    public static TableColumn of(String name, Type type) {
        return new TableColumn(requireGiven(name, "name"), requireGiven(type, "type"));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What its cells are. */
    public Type type() {
        return type;
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
