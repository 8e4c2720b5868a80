package org.fascicle.activation.logsigmoid;

import static org.fascicle.api.expr.Expressions.softplus;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Logarithm of the logistic function: −log(1 + exp(−z)), without overflow. Customary. */
@Technique(value = "log_sigmoid",
        description = "Logarithm of the logistic function.",
        formula = "-log(1 + exp(-z))",
        source = "Customary; Keras log_sigmoid")
public record LogSigmoid() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return softplus(z.neg()).neg();
    }
}
