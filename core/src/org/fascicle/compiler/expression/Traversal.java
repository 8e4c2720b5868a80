package org.fascicle.compiler.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.jspecify.annotations.Nullable;

/** Walks expressions with a stack of its own: networks of thousands of layers must not overflow the thread's. */
public final class Traversal {
    private Traversal() {}

    /** Everything that the roots depend on, themselves included: operands before their users, each once, in a fixed order. */
    public static List<Expr> postorder(Collection<Expr> roots) {
        return postorder(roots, Set.of());
    }

    /** As {@link #postorder(Collection)}, but without what is done, and what only that depends on. */
    public static List<Expr> postorder(Collection<Expr> roots, Set<Expr> done) {
        List<Expr> order = new ArrayList<>();
        Set<Expr> seen = identitySet();
        seen.addAll(done);
        List<Expr> path = new ArrayList<>();
        List<Integer> next = new ArrayList<>();
        for (Expr root : roots) {
            if (seen.add(root)) {
                path.add(root);
                next.add(0);
            }
            while (!path.isEmpty()) {
                int top = path.size() - 1;
                Expr e = path.get(top);
                int at = next.get(top);
                if (at == e.operands().size()) {
                    order.add(e);
                    path.remove(top);
                    next.remove(top);
                    continue;
                }
                next.set(top, at + 1);
                Expr operand = e.operands().get(at);
                if (seen.add(operand)) {
                    path.add(operand);
                    next.add(0);
                }
            }
        }
        return order;
    }

    /** Gives a provenance to an expression and to all below it that are not yet known; they are known afterwards. */
    public static void label(Expr root, String text, Set<Expr> known, Map<Expr, String> provenance) {
        List<Expr> pending = new ArrayList<>();
        pending.add(root);
        while (!pending.isEmpty()) {
            Expr e = pending.remove(pending.size() - 1);
            if (known.add(e)) {
                provenance.putIfAbsent(e, text);
                pending.addAll(e.operands());
            }
        }
    }

    /** The expression over what its operands became; itself, if they stayed what they are. */
    public static Expr withOperands(Expr e, Map<Expr, Expr> became) {
        boolean changed = false;
        List<Expr> operands = new ArrayList<>(e.operands().size());
        for (Expr operand : e.operands()) {
            Expr now = Objects.requireNonNull(became.get(operand));
            operands.add(now);
            changed |= now != operand;
        }
        return changed ? e.op().apply(operands, e.attributes()) : e;
    }

    /** As {@link #withOperands(Expr, Map)}; what is made comes from where the expression came from. */
    public static Expr withOperands(Expr e, Map<Expr, Expr> became, Map<Expr, String> provenance) {
        return labelled(withOperands(e, became), provenance.get(e), provenance);
    }

    /** The expression, with a provenance if it has none and there is one. */
    public static Expr labelled(Expr e, @Nullable String text, Map<Expr, String> provenance) {
        if (text != null) {
            provenance.putIfAbsent(e, text);
        }
        return e;
    }

    public static Set<Expr> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
