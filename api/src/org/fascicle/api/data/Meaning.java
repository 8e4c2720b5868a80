package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;

/**
 * What the rows of a table mean: its columns, in its order, with their categories and what was fitted on the training rows. It is
 * kept with the model, so that later tables are read as the first one was. Immutable.
 */
public final class Meaning {
    private final boolean named;
    private final List<Column> columns;

    private Meaning(boolean named, List<Column> columns) {
        this.named = named;
        this.columns = columns;
    }

    /**
     * The meaning of a table.
     *
     * @param named whether its columns have names; else they are known by their places
     * @param columns all of them, in order, each name once
     */
    public static Meaning of(boolean named, List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : requireGiven(columns, "columns")) {
            if (!names.add(Check.given(column, "a column").name())) {
                throw new InputException("two columns are called '" + column.name() + "'");
            }
        }
        return new Meaning(named, List.copyOf(columns));
    }

    /** Whether columns have names; else they are known by their places. */
    public boolean isNamed() {
        return named;
    }

    /** All columns of the table that was trained on, in its order. */
    public List<Column> columns() {
        return columns;
    }

    /** The columns of a role, in the table's order. */
    public List<Column> columns(Column.Role role) {
        return columns.stream().filter(column -> column.role() == role).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Meaning && named == ((Meaning) other).named && columns.equals(((Meaning) other).columns);
    }

    @Override
    public int hashCode() {
        return columns.hashCode() * 31 + Boolean.hashCode(named);
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
