package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Traversal;

/**
 * What a loop gives beside its results, so that its gradient need not compute it again: in each step, the carries as the step found them,
 * and results of heavy operations; of one that is only added to others, the sum, because no gradient needs what it is the sum of. They are
 * outputs behind all others; what nobody reads is not computed.
 */
public final class SavedResults {
    private SavedResults() {}

    /** A body with these outputs; the body itself, if it has them. */
    public static ScanBody of(ScanBody body) {
        List<Expr> results = body.results();
        Set<Expr> given = Traversal.identitySet();
        given.addAll(body.outputs());
        for (Expr carry : body.carries()) {
            if (canBeStacked(carry) && given.add(carry)) {
                results.add(carry);
            }
        }
        List<Expr> all = Traversal.postorder(new ArrayList<>(body.results()));
        Map<Expr, List<Expr>> readers = new IdentityHashMap<>();
        all.forEach(e -> e.operands().forEach(operand -> readers.computeIfAbsent(operand, x -> new ArrayList<>()).add(e)));
        body.results().forEach(e -> readers.computeIfAbsent(e, x -> new ArrayList<>()).add(e));
        for (Expr e : all) {
            if (e.op().access() == Access.HEAVY && !given.contains(e)) {
                Expr saved = sum(e, readers);
                if (canBeStacked(saved) && given.add(saved)) {
                    results.add(saved);
                }
            }
        }
        return results.size() == body.results().size() ? body : body.with(results);
    }

    /** What an expression is added to others in, where nothing else reads it; else itself. */
    private static Expr sum(Expr e, Map<Expr, List<Expr>> readers) {
        List<Expr> of = readers.getOrDefault(e, List.of());
        while (of.size() == 1 && of.get(0) != e && (of.get(0).op() == Primitives.ADD || of.get(0).op() == Primitives.SUB)) {
            e = of.get(0);
            of = readers.getOrDefault(e, List.of());
        }
        return e;
    }

    private static boolean canBeStacked(Expr e) {
        return e.shape().rowsAxis() <= 0;
    }
}
