package org.fascicle.activation.sparsemax;

import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.sort;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.swapAxes;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Sparsemax along {@code axis}, the last by default: the nearest point to z among all probabilities, z_i − tau or 0, of
 * which many are exactly 0. Martins and Astudillo, 2016, arXiv:1602.02068.
 */
@Technique(value = "sparsemax",
        description = "Probabilities of classes as softmax gives them, but improbable ones are exactly 0.",
        formula = "max(z_i - tau, 0), with tau such that they sum to 1",
        source = "Martins and Astudillo, 2016, arXiv:1602.02068")
public record Sparsemax(@Default("-1") int axis) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().axis(axis) > 0,
                "sparsemax needs an axis of classes behind the rows, not " + axis + " of " + z.shape());
        return swapAxes(alongTheLast(swapAxes(z, axis, -1)), axis, -1);
    }

    private static Expr alongTheLast(Expr z) {
        // The greatest is taken off first: it cancels out, and running sums stay exact for large z.
        Expr shifted = z.sub(stopGradient(maxKeep(z, -1)));
        Expr falling = reverse(sort(shifted), -1);
        Expr place = iota(z.shape(), -1).cast(Type.REAL).add(1);
        Expr kept = place.mul(falling).add(1).gt(cumsum(falling, -1));
        Expr tau = sumKeep(where(kept, falling, 0), -1).sub(1).div(sumKeep(kept.cast(Type.REAL), -1));
        return where(shifted.le(tau), 0, shifted.sub(tau));
    }
}
