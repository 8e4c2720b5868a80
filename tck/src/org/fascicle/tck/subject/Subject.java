package org.fascicle.tck.subject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;

/** What a technique computes in one situation, and of what. Immutable. */
public final class Subject {
    private final String name;
    private final Probe.Record record;
    private final Map<String, Expr> values;
    private final List<Leaf> wanted;
    private final List<Leaf> others;

    /**
     * A subject.
     *
     * @param name the situation, for messages
     * @param probe what the technique was asked with
     * @param values what it gave, by name, real
     * @param wanted what it can be differentiated by
     * @param others its other leaves
     */
    Subject(String name, Probe probe, Map<String, Expr> values, List<Leaf> wanted, List<Leaf> others) {
        this.name = name;
        this.record = probe.record();
        Map<String, Expr> all = new LinkedHashMap<>(values);
        record.states().forEach((path, state) -> {
            if (state.next() != null) {
                all.put("the next value of " + path, state.next());
            }
        });
        this.values = Collections.unmodifiableMap(all);
        this.wanted = List.copyOf(wanted);
        this.others = List.copyOf(others);
    }

    /** What was asked for it. */
    public Probe.Record record() {
        return record;
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
