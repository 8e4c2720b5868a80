package org.fascicle.activation.sigmoid;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Logistic function: 1 / (1 + exp(−z)), the probability of a class against its absence. Verhulst, 1845. */
@Technique(value = "sigmoid",
        description = "Logistic function: the probability of a class, for outputs; it saturates in hidden layers.",
        formula = "1 / (1 + exp(-z))",
        source = "Verhulst, 1845; Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0")
public record Sigmoid() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Expressions.sigmoid(z);
    }
}
