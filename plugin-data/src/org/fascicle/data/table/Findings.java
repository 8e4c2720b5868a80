package org.fascicle.data.table;

import java.util.Map;
import java.util.Set;

/** What only the end of a table shows, and reading it again has to know. Immutable. */
public final class Findings {
    /** The columns that have cells that are no numbers. */
    final Set<Integer> texts;
    /** What is subtracted from the numbers of a column. */
    final Map<Integer, Double> origins;

    Findings(Set<Integer> texts, Map<Integer, Double> origins) {
        this.texts = Set.copyOf(texts);
        this.origins = Map.copyOf(origins);
    }

    /** Nothing. */
    public static Findings none() {
        return new Findings(Set.of(), Map.of());
    }

    /** The columns that have cells that are no numbers. */
    public Set<Integer> texts() {
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Findings && texts.equals(((Findings) other).texts)
                && origins.equals(((Findings) other).origins);
    }

    @Override
    public int hashCode() {
        return texts.hashCode() + origins.hashCode();
    }
}
