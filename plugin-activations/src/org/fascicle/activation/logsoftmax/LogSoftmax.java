package org.fascicle.activation.logsoftmax;

import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.swapAxes;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Logarithm of the softmax along {@code axis}, the last by default, without cancellation. Bridle, 1990. */
@Technique(value = "log_softmax",
        description = "Logarithm of the softmax along an axis.",
        formula = "z_i - log(sum over j of exp(z_j))",
        source = "Bridle, 1990, doi:10.1007/978-3-642-76153-9_28; Keras log_softmax")
public record LogSoftmax(@Default("-1") int axis) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().axis(axis) > 0,
                "log_softmax needs an axis of classes behind the rows, not " + axis + " of " + z.shape());
        return swapAxes(logSoftmax(swapAxes(z, axis, -1)), axis, -1);
    }
}
