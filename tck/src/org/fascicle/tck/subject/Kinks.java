package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.Type;

/** The predicates of an expression: where one of them changes, the expression may have a kink or a jump. */
final class Kinks {
    private Kinks() {}

    /** All predicates of an expression without composites, as reals. */
    static List<Expr> of(Expr expression) {
        List<Expr> all = new ArrayList<>();
        for (Expr part : Parts.of(List.of(expression))) {
            predicate(part).ifPresent(found -> all.add(found.cast(Type.REAL)));
            if (part.op() == Primitives.SCAN) {
                all.addAll(inside(ScanLoop.of(part)));
            }
        }
        return all;
    }

    /** Those of all steps of a loop. */
    private static List<Expr> inside(ScanLoop scan) {
        List<Expr> results = scan.body().results();
        int count = results.size();
        for (Expr predicate : Parts.of(results).stream().flatMap(part -> predicate(part).stream()).collect(Collectors.toList())) {
            if (predicate.shape().rowsAxis() <= 0) {
                results.add(predicate.cast(Type.REAL));
            }
        }
        ScanLoop watched = scan.with(scan.body().with(results));
        return IntStream.range(count, results.size()).mapToObj(watched::result).collect(Collectors.toList());
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
        } else if (op == Primitives.ARGMAX || op == Primitives.ARGSORT) {
            return Optional.of(e);
        }
        return Optional.empty();
    }
}
