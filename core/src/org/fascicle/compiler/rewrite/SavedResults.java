package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Traversal;

/**
 * What a loop gives beside its results, so that its gradient need not compute it again: in each step, the carries as the step found them,
 * and results of heavy operations. They are outputs behind all others; what nobody reads is not computed.
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
        for (Expr e : Traversal.postorder(new ArrayList<>(body.results()))) {
            if (e.op().access() == Access.HEAVY && canBeStacked(e) && given.add(e)) {
                results.add(e);
            }
        }
        return results.size() == body.results().size() ? body : body.with(results);
    }

    private static boolean canBeStacked(Expr e) {
        return e.shape().rowsAxis() <= 0;
    }
}
