package org.fascicle.layer.dropout;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.noise.NoiseShape;
import org.jspecify.annotations.Nullable;

/**
 * Dropout: in training, and in Monte-Carlo inference, each element is set to 0 with the probability {@code rate}, and the
 * others are divided by 1 − rate, so that the mean stays; otherwise the layer does nothing.
 * {@code noiseShape} has an extent for each axis, the rows first: 1 where elements share a draw, −1 (in a model file also
 * null, as Keras writes it) where each has its own. Srivastava et al., 2014, JMLR
 * 15.
 */
@Technique(value = "dropout", aliases = "Dropout",
        description = "Sets random elements to 0 in training, so that units do not rely on each other.",
        formula = "x / (1 - rate) where u >= rate, u ~ U[0, 1), else 0",
        source = "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014, JMLR 15:1929-1958; arXiv:1207.0580")
public record Dropout(
        @Range("[0,1)") Scheduled rate,
        @Default("null") @Range("[-1,inf)") @Nullable List<Integer> noiseShape) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        if (!scope.stochastic()) {
            return x;
        }
        Expr dropped = scope.value(rate);
        Expr scale = constant(1).div(constant(1).sub(dropped));
        return where(scope.uniform(NoiseShape.of("dropout", x.shape(), noiseShape)).ge(dropped), x.mul(scale), 0);
    }
}
