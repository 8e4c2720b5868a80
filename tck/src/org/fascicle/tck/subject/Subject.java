package org.fascicle.tck.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedState;

/** What a technique computes in one situation, and from what. Immutable. */
public final class Subject {
    private final String name;
    private final Trace trace;
    private final Map<String, Expr> values;
    private final List<Leaf> wanted;
    private final List<Leaf> others;

    /**
     * A subject.
     *
     * @param name the situation, for messages
     * @param trace what the technique was asked with
     * @param values what it gave, by name, real
     * @param wanted what it can be differentiated by
     * @param others its other leaves
     */
    Subject(String name, Trace trace, Map<String, Expr> values, List<Leaf> wanted, List<Leaf> others) {
        this.name = name;
        this.trace = trace;
        Map<String, Expr> all = new LinkedHashMap<>(values);
        for (TracedState state : trace.states()) {
            if (state.next() != null) {
                all.put("the next value of " + state.variable().path(), state.next());
            }
        }
        this.values = Collections.unmodifiableMap(all);
        this.wanted = List.copyOf(wanted);
        this.others = List.copyOf(others);
    }

    /** The first values of the parameters that the technique declared, by path. */
    public Map<String, Expr> initials() {
        Map<String, Expr> initials = new LinkedHashMap<>();
        trace.parameters().forEach(parameter -> initials.put(parameter.path(), parameter.initial()));
        return initials;
    }

    /** The states and slots that it declared. */
    public Collection<TracedState> states() {
        return trace.states();
    }

    /** What it added to the loss. */
    public List<Expr> penalties() {
        return trace.penalties();
    }

    /** Whether it asked its scope which mode it is in. */
    public boolean asksMode() {
        return trace.isModeAsked();
    }

    /** Whether it asked its scope how many rows there are, to compare rows with rows. */
    public boolean comparesRows() {
        return trace.isRowsAsked();
    }

    /** Whether random numbers are in what it computes. */
    public boolean draws() {
        List<Expr> all = new ArrayList<>(values.values());
        all.addAll(penalties());
        return Parts.of(all).stream().anyMatch(part -> part.op() == Primitives.RANDOM_BITS);
    }

    /** Whether it goes through the steps of a sequence, each of which computes from what the one before left. */
    public boolean loops() {
        List<Expr> all = new ArrayList<>(values.values());
        all.addAll(penalties());
        return Parts.of(all).stream().anyMatch(part -> part.op() == Primitives.SCAN);
    }

    /** What it computes, by name; states' next values among it. */
    public Map<String, Expr> values() {
        return values;
    }

    /** What it can be differentiated by. */
    public List<Leaf> wanted() {
        return wanted;
    }

    /** All leaves. */
    public List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>(wanted);
        leaves.addAll(others);
        return Collections.unmodifiableList(leaves);
    }

    /** The shape of its first leaf. */
    public Shape inputShape() {
        return wanted.get(0).expression().shape();
    }

    @Override
    public String toString() {
        return name;
    }
}
