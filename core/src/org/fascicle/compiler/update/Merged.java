package org.fascicle.compiler.update;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;

/** What became of a list of updates. Immutable. */
public final class Merged {
    private final List<Packed> packed;
    private final Map<Variable, Expr> commits;
    private final Map<String, Expr> readings;

    Merged(List<Packed> packed, Map<Variable, Expr> commits, Map<String, Expr> readings) {
        this.packed = List.copyOf(packed);
        this.commits = Collections.unmodifiableMap(new LinkedHashMap<>(commits));
        this.readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
    }

    /** The packed variables: for each group one of the parameters, and one for each slot. */
    public List<Packed> packed() {
        return packed;
    }

    /**
     * What is to be written, packed or not. The values still read the parameters by their own paths: hand them through
     * {@link UpdateMerger#substitute} with {@link #readings()}, together with all other roots.
     */
    public Map<Variable, Expr> commits() {
        return commits;
    }

    /** How each packed parameter or slot is read, by its path. */
    public Map<String, Expr> readings() {
        return readings;
    }
}
