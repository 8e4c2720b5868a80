package org.fascicle.compiler.lowering;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.compiler.expression.Traversal;

/** Puts constants in the place of the host's scalars: for what is to run without the host. */
public final class FixedScalars {
    private FixedScalars() {}

    /**
     * The same expressions over fixed numbers; the number of rows stays a scalar.
     *
     * @param numbers gives the number of each other scalar, by name
     * @param provenance where expressions come from, by identity; extended
     */
    public static List<Expr> apply(List<Expr> roots, ToDoubleFunction<String> numbers, Map<Expr, String> provenance) {
        Map<Expr, Expr> became = new IdentityHashMap<>();
        List<Expr> order = Traversal.postorder(roots);
        Set<Expr> known = Traversal.identitySet();
        known.addAll(order);
        for (Expr e : order) {
            boolean fixed = e.op() == Primitives.SCALAR && !e.attributes().equals(Expressions.rows().attributes());
            Expr now = fixed ? Expressions.constant(numbers.applyAsDouble(e.attributes().text("name")))
                    : Traversal.withOperands(e, became);
            if (!known.contains(now)) {
                Traversal.label(now, provenance.getOrDefault(e, e.op().name()), known, provenance);
            }
            became.put(e, now);
        }
        List<Expr> results = new ArrayList<>();
        roots.forEach(root -> results.add(Objects.requireNonNull(became.get(root))));
        return results;
    }
}
