package org.fascicle.tests.gradient;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.sign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;

/** The predicates of an expression: where one of them changes, the expression may have a kink or a jump. */
final class Kinks {
    private Kinks() {}

    /** All predicates of an expression without composites, as reals. */
    static List<Expr> of(Expr expression) {
        List<Expr> predicates = new ArrayList<>();
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Expr> open = new ArrayList<>(List.of(expression));
        while (!open.isEmpty()) {
            Expr next = open.remove(open.size() - 1);
            if (seen.add(next)) {
                predicate(next).ifPresent(found -> predicates.add(found.cast(Type.REAL)));
                open.addAll(next.operands());
            }
        }
        return predicates;
    }

    private static Optional<Expr> predicate(Expr e) {
        Primitive op = e.op();
        if (op == Primitives.GT || op == Primitives.GE || op == Primitives.EQ) {
            return Optional.of(e);
        } else if (op == Primitives.MAX || op == Primitives.MIN) {
            return Optional.of(e.operands().get(0).gt(e.operands().get(1)));
        } else if (op == Primitives.ABS || op == Primitives.SIGN) {
            return Optional.of(sign(e.operands().get(0)));
        } else if (op == Primitives.FLOOR) {
            return Optional.of(floor(e.operands().get(0)));
        } else if (op == Primitives.REDUCE_MAX) {
            Expr x = e.operands().get(0);
            return Optional.of(x.eq(maxKeep(x, e.attributes().integers("axes"))));
        } else if (op == Primitives.ARGMAX || op == Primitives.ARGSORT || isRounding(e)) {
            return Optional.of(e);
        }
        return Optional.empty();
    }

    private static boolean isRounding(Expr e) {
        return e.op() == Primitives.CAST && e.type() != Type.REAL && e.operands().get(0).type() == Type.REAL;
    }
}
