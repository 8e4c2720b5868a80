package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.sum;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/** The derivative of what acts on each number by itself. */
public final class Slope {
    private Slope() {}

    /**
     * The derivative of each number of y by the number of x in the same place.
     *
     * @param y real, without composites
     * @param x real, of the shape of y
     * @param provenance as {@link Differentiator#gradients} takes it
     * @return of the shape of y; null if a number of y comes from several of x, or y does not come from x at all
     */
    public static @Nullable Expr of(Expr y, Expr x, Map<Expr, String> provenance) {
        Set<Expr> moving = Traversal.identitySet();
        moving.add(x);
        for (Expr e : Traversal.postorder(List.of(y))) {
            if (e != x && e.operands().stream().anyMatch(moving::contains)) {
                if (e.op().access() != Primitive.Access.ELEMENTWISE) {
                    return null;
                }
                moving.add(e);
            }
        }
        return moving.contains(y) ? Differentiator.gradients(sum(y), List.of(x), provenance).get(0) : null;
    }
}
