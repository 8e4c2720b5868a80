package org.fascicle.compiler.update;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * Fuses an update with the end of the backward pass. Penalties and transforms that treat each element by itself would
 * else have the gradient written and read once more.
 */
final class Absorption {
    private Absorption() {}

    /**
     * The same update, with what is done to the gradient element by element as a part of it.
     *
     * @param provenance where expressions come from, by identity; extended
     * @return the update itself where nothing is, or where more than one tensor is joined to the gradient
     */
    static Update of(Update update, Map<Expr, String> provenance) {
        Expr source = source(update);
        if (source == null || source == update.gradient()) {
            return update;
        }
        Map<Expr, Expr> became = new IdentityHashMap<>();
        became.put(update.placeholder(), update.gradient());
        List<Expr> values = new ArrayList<>();
        for (Expr value : update.values()) {
            for (Expr e : Traversal.postorder(List.of(value), became.keySet())) {
                became.put(e, Traversal.withOperands(e, became, provenance));
            }
            values.add(became.get(value));
        }
        Update absorbed = Update.of(update.parameter(), source, source, values.get(0), update.isConstrained());
        for (int i = 1; i < values.size(); i++) {
            absorbed = absorbed.slot(update.variables().get(i), values.get(i));
        }
        return absorbed;
    }

    /** The one tensor that the gradient is computed from, element by element, with the parameter and numbers; or null. */
    private static @Nullable Expr source(Update update) {
        Set<Expr> seen = Traversal.identitySet();
        List<Expr> open = new ArrayList<>(List.of(update.gradient()));
        Expr source = null;
        while (!open.isEmpty()) {
            Expr e = open.remove(open.size() - 1);
            if (!seen.add(e) || isNumber(e) || isParameter(e, update)) {
                continue;
            }
            if (isElementwise(e)) {
                open.addAll(e.operands());
            } else if (source == null && e.shape().equals(update.parameter().shape())) {
                source = e;
            } else {
                return null;
            }
        }
        return source;
    }

    private static boolean isElementwise(Expr e) {
        return e.op().access() == Access.ELEMENTWISE && e.op().decomposition().isEmpty() && !e.operands().isEmpty();
    }

    private static boolean isParameter(Expr e, Update update) {
        return e.op() == Primitives.VARIABLE && e.attributes().text("path").equals(update.parameter().path());
    }

    /** Whether an expression is one number for all elements, known without a tensor. */
    private static boolean isNumber(Expr e) {
        Expr number = e.op() == Primitives.BROADCAST ? e.operands().get(0) : e;
        return number.shape().rank() == 0 && Traversal.postorder(List.of(number)).stream().allMatch(
                part -> part.op() == Primitives.CONSTANT || part.op() == Primitives.SCALAR || isElementwise(part));
    }
}
