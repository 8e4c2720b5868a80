package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;

/**
 * A gradient with the mask of where it counts; elsewhere it is exactly zero, whatever the value says there. Immutable.
 */
final class Adjoint {
    final Expr value;
    final Mask mask;

    Adjoint(Expr value, Mask mask) {
        this.value = value;
        this.mask = mask;
    }

    /** The gradient with its zeros in place. */
    Expr materialise() {
        if (mask.isEverywhere()) {
            return value;
        }
        if (mask.parent().isEverywhere() && !mask.holds()) {
            return where(mask.condition(), 0, value);
        }
        return where(mask.expression(), value, 0);
    }

    /** The sum of what arrived at one expression. */
    static Adjoint sum(List<Adjoint> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<Mask, Expr> groups = new LinkedHashMap<>();
        for (Adjoint part : parts) {
            add(groups, part.mask, part.value);
        }
        joinSiblings(groups);
        return unite(groups);
    }

    private static void add(Map<Mask, Expr> groups, Mask mask, Expr value) {
        groups.merge(mask, value, Expr::add);
    }

    // where(c, a, 0) + where(not c, b, 0) is where(c, a, b), with nothing left to mask.
    private static void joinSiblings(Map<Mask, Expr> groups) {
        List<Mask> pending = new ArrayList<>(groups.keySet());
        for (int i = 0; i < pending.size(); i++) {
            Mask mask = pending.get(i);
            Mask sibling = mask.sibling();
            if (sibling != null && groups.containsKey(mask) && groups.containsKey(sibling)) {
                Expr one = groups.remove(mask);
                Expr other = groups.remove(sibling);
                add(groups, mask.parent(),
                        where(mask.condition(), mask.holds() ? one : other, mask.holds() ? other : one));
                pending.add(mask.parent());
            }
        }
    }

    private static Adjoint unite(Map<Mask, Expr> groups) {
        Mask common = groups.keySet().stream().reduce(Mask::common).orElseThrow();
        List<Expr> parts = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        for (Map.Entry<Mask, Expr> group : groups.entrySet()) {
            if (group.getKey() == common) {
                parts.add(group.getValue());
            } else {
                Expr condition = group.getKey().below(common);
                parts.add(where(condition, group.getValue(), 0));
                conditions.add(condition);
            }
        }
        Expr total = parts.stream().reduce(Expr::add).orElseThrow();
        boolean everywhere = groups.containsKey(common);
        return new Adjoint(total, everywhere ? common : common.and(conditions.stream().reduce(Expr::or).orElseThrow(), true));
    }
}
