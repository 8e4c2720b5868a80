package org.fascicle.activation.leakyrelu;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Leaky rectified linear unit: z where z &gt; 0, else negativeSlope · z. Maas, Hannun and Ng, 2013, ICML. */
@Technique(value = "leaky_relu", aliases = "LeakyReLU",
        description = "Leaky rectified linear unit: a small slope for negative values, so that no unit dies.",
        formula = "z where z > 0, else negative_slope z",
        source = "Maas, Hannun and Ng, 2013, Rectifier nonlinearities improve neural network acoustic models, ICML")
public record LeakyRelu(@Default("0.2") @Range("[0,inf)") double negativeSlope) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.gt(0), z, z.mul(negativeSlope));
    }
}
