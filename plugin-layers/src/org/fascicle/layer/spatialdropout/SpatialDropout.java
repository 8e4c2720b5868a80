package org.fascicle.layer.spatialdropout;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Spatial dropout: as dropout, but whole feature maps go: all positions of a channel, the last axis, at once; {@code
 * [rows, …, channels]} with at least one axis of positions. Tompson et al., 2014, arXiv:1411.4280; Keras's
 * SpatialDropout1D, 2D and 3D.
 */
@Technique(value = "spatial_dropout",
        aliases = {"SpatialDropout1D", "SpatialDropout2D", "spatial_dropout1d", "spatial_dropout2d"},
        description = "Sets random feature maps to 0 in training, each as a whole.",
        formula = "x / (1 - rate) where u >= rate, u ~ U[0, 1) for each row and channel, else 0",
        source = "Tompson, Goroshin, Jain, LeCun and Bregler, 2014, arXiv:1411.4280")
public record SpatialDropout(@Range("[0,1)") Scheduled rate) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 3, "spatial_dropout needs positions and channels behind the rows, not " + x.shape());
        if (!scope.stochastic()) {
            return x;
        }
        Shape maps = x.shape();
        for (int axis = 1; axis < maps.rank() - 1; axis++) {
            maps = maps.with(axis, 1);
        }
        Expr dropped = scope.value(rate);
        Expr scale = constant(1).div(constant(1).sub(dropped));
        return where(scope.uniform(maps).ge(dropped), x.mul(scale), 0);
    }
}
