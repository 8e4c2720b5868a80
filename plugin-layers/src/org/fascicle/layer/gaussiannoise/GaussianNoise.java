package org.fascicle.layer.gaussiannoise;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Gaussian noise: in training, and in Monte-Carlo inference, a normal number is added to each element; otherwise the
 * layer does nothing. Bishop, 1995.
 */
@Technique(value = "gaussian_noise", aliases = "GaussianNoise",
        description = "Adds random numbers in training, so that the network does not rely on details.",
        formula = "x + stddev n, n ~ N(0, 1)",
        source = "Bishop, 1995, Training with noise is equivalent to Tikhonov regularization, "
                + "doi:10.1162/neco.1995.7.1.108")
public record GaussianNoise(@Range("[0,inf)") Scheduled stddev) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return scope.stochastic() ? x.add(scope.normal(x.shape()).mul(scope.value(stddev))) : x;
    }
}
