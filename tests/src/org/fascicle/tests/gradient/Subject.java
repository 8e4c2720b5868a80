package org.fascicle.tests.gradient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.core.trace.Trace;

/** What a technique computes, and of what: the gradient of it by some of its leaves is to be checked. Immutable. */
final class Subject {
    private final String name;
    private final Map<Expr, String> provenance;
    private final List<Expr> values;
    private final List<Expr> penalties;
    private final List<Leaf> wanted;
    private final List<Leaf> others;

    /**
     * A subject.
     *
     * @param name for messages
     * @param trace what the technique was traced into
     * @param values what it computes, real
     * @param wanted what to differentiate by
     * @param others its other leaves
     */
    Subject(String name, Trace trace, List<Expr> values, List<Leaf> wanted, List<Leaf> others) {
        this.name = name;
        this.provenance = trace.provenance();
        this.values = List.copyOf(values);
        this.penalties = List.copyOf(trace.penalties());
        this.wanted = List.copyOf(wanted);
        this.others = List.copyOf(others);
    }

    Map<Expr, String> provenance() {
        return provenance;
    }

    /** What it computes; anything that is real. */
    List<Expr> values() {
        return values;
    }

    /** Numbers of rank 0 that it adds to a loss. */
    List<Expr> penalties() {
        return penalties;
    }

    /** What to differentiate by. */
    List<Leaf> wanted() {
        return wanted;
    }

    /** All leaves. */
    List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>(wanted);
        leaves.addAll(others);
        return Collections.unmodifiableList(leaves);
    }

    @Override
    public String toString() {
        return name;
    }
}
