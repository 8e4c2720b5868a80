package org.fascicle.activation.softmax;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.swapAxes;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Softmax along {@code axis}, the last by default: the probabilities of classes of which one is right. Bridle, 1990. */
@Technique(value = "softmax", aliases = "Softmax",
        description = "Softmax along an axis: the probabilities of classes of which one is right.",
        formula = "exp(z_i) / sum over j of exp(z_j)",
        source = "Bridle, 1990, doi:10.1007/978-3-642-76153-9_28")
public record Softmax(@Default("-1") int axis) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().axis(axis) > 0,
                "softmax needs an axis of classes behind the rows, not " + axis + " of " + z.shape());
        return swapAxes(Expressions.softmax(swapAxes(z, axis, -1)), axis, -1);
    }
}
