package org.fascicle.activation.stesign;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * The sign as a straight-through estimator: −1 below 0, 1 from 0 on. Its gradient is that of z cut to [−{@code clipValue},
 * {@code clipValue}]: 1 within, 0 beyond. Binarized networks train with it. Hubara et al., 2016, arXiv:1602.02830; Bengio et al., 2013,
 * arXiv:1308.3432.
 */
@Technique(value = "ste_sign",
        description = "The sign, through which gradients of small inputs pass: for binarized networks.",
        formula = "-1 where z < 0, else 1; gradient: 1 where |z| <= clip_value, else 0",
        source = "Hubara, Courbariaux, Soudry, El-Yaniv and Bengio, 2016, arXiv:1602.02830",
        stopsGradient = true)
public record SteSign(@Default("1.0") @Range("(0,inf)") double clipValue) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr sign = where(z.lt(0), -1, where(z.ge(0), 1, z));
        return sign.withGradientOf(maximum(minimum(z, clipValue), -clipValue));
    }
}
