package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** One probability for each of several classes, or the probability of one. */
@Technique(value = "fascicle.tck:probabilities", kind = "activation", description = "Probabilities of classes.")
public record Probabilities() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.shape().extent(-1) == 1 ? sigmoid(z) : softmax(z);
    }
}
