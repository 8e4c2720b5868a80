package org.fascicle.compiler.gradient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Where an adjoint counts: a conjunction of conditions, as a path in a tree, so that the two sides of one selection are
 * siblings. Equal conjunctions of one tree are one object.
 */
final class Mask {
    private final @Nullable Mask parent;
    private final @Nullable Expr condition;
    private final boolean holds;
    private final int depth;
    private @Nullable Expr expression;
    private final Map<Boolean, Map<Expr, Mask>> children = new HashMap<>();

    private Mask(@Nullable Mask parent, @Nullable Expr condition, boolean holds) {
        this.parent = parent;
        this.condition = condition;
        this.holds = holds;
        this.depth = parent == null ? 0 : parent.depth + 1;
    }

    /** The mask of an adjoint that counts everywhere. */
    static Mask everywhere() {
        return new Mask(null, null, true);
    }

    /** Where this holds and the condition is as given. */
    Mask and(Expr also, boolean value) {
        for (Mask m = this; m.parent != null; m = m.parent) {
            if (m.condition == also && m.holds == value) {
                return this;
            }
        }
        return children.computeIfAbsent(value, side -> new IdentityHashMap<>())
                .computeIfAbsent(also, c -> new Mask(this, c, value));
    }

    boolean isEverywhere() {
        return parent == null;
    }

    /** What it is without its last condition; only of one that has conditions. */
    Mask parent() {
        return Objects.requireNonNull(parent, "everywhere");
    }

    /** The last condition; only of one that has conditions. */
    Expr condition() {
        return Objects.requireNonNull(condition, "everywhere");
    }

    boolean holds() {
        return holds;
    }

    /** The other side of the last selection, if it was ever made. */
    @Nullable
    Mask sibling() {
        Map<Expr, Mask> side = parent == null ? null : parent.children.get(!holds);
        return side == null ? null : side.get(condition);
    }

    /** The last mask on both paths. */
    Mask common(Mask other) {
        Mask a = this;
        Mask b = other;
        while (a != b) {
            if (a.depth >= b.depth) {
                a = a.parent();
            } else {
                b = b.parent();
            }
        }
        return a;
    }

    /** All conditions as one expression; only of one that has conditions. Masks on one path share their parts. */
    Expr expression() {
        List<Mask> pending = new ArrayList<>();
        Mask m = this;
        while (m.parent != null && m.expression == null) {
            pending.add(m);
            m = m.parent;
        }
        for (int i = pending.size() - 1; i >= 0; i--) {
            Mask next = pending.get(i);
            next.expression = m.expression == null ? next.term() : m.expression.and(next.term());
            m = next;
        }
        return Objects.requireNonNull(expression, "everywhere");
    }

    /** The conditions below an ancestor as one expression; this must lie below it. */
    Expr below(Mask ancestor) {
        if (ancestor.isEverywhere()) {
            return expression();
        }
        Expr all = term();
        for (Mask m = parent(); m != ancestor; m = m.parent()) {
            all = m.term().and(all);
        }
        return all;
    }

    private Expr term() {
        return holds ? condition() : condition().not();
    }
}
