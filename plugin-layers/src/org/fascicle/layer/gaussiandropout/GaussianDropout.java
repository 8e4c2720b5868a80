package org.fascicle.layer.gaussiandropout;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Gaussian dropout: in training, and in Monte-Carlo inference, each element is multiplied by a normal number of mean 1
 * and the variance rate / (1 − rate) that dropout has; otherwise the layer does nothing. Srivastava et al., 2014, JMLR
 * 15.
 */
@Technique(value = "gaussian_dropout", aliases = "GaussianDropout",
        description = "Multiplies elements by random numbers around 1 in training, with dropout's variance.",
        formula = "x (1 + sqrt(rate / (1 - rate)) n), n ~ N(0, 1)",
        source = "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014, JMLR 15:1929-1958, section 10")
public record GaussianDropout(@Range("[0,1)") Scheduled rate) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        if (!scope.stochastic()) {
            return x;
        }
        Expr dropped = scope.value(rate);
        Expr deviation = sqrt(dropped.div(constant(1).sub(dropped)));
        return x.mul(scope.normal(x.shape()).mul(deviation).add(1));
    }
}
