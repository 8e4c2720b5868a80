package org.fascicle.activation.softsign;

import static org.fascicle.api.expr.Expressions.abs;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Softsign: z / (1 + |z|), like tanh, but it approaches −1 and 1 slowly. Bergstra et al., 2009. */
@Technique(value = "softsign",
        description = "From -1 to 1 and centred at 0, as tanh; it saturates more slowly.",
        formula = "z / (1 + |z|)",
        source = "Bergstra, Desjardins, Lamblin and Bengio, 2009, Quadratic polynomials learn better image features")
public record Softsign() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.div(abs(z).add(1));
    }
}
