package org.fascicle.activation.logsoftmax;

import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Logarithm of the softmax along the last axis, without cancellation. Bridle, 1990. */
@Technique(value = "log_softmax",
        description = "Logarithm of the softmax along the last axis.",
        formula = "z_i - log(sum over j of exp(z_j))",
        source = "Bridle, 1990, doi:10.1007/978-3-642-76153-9_28; Keras log_softmax")
public record LogSoftmax() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().rank() >= 2, "log_softmax needs an axis of classes behind the rows, not " + z.shape());
        return logSoftmax(z);
    }
}
