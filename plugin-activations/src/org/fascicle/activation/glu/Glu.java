package org.fascicle.activation.glu;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Gated linear unit: the first half of z along an axis, times the sigmoid of the second half; the axis is halved. Dauphin
 * et al., 2016, arXiv:1612.08083.
 */
@Technique(value = "glu",
        description = "Gated linear unit (GLU): one half of the features opens and closes the other.",
        formula = "a sigmoid(b), z = [a, b] along axis",
        source = "Dauphin, Fan, Auli and Grangier, 2016, arXiv:1612.08083")
public record Glu(@Default("-1") int axis) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        int extent = z.shape().extent(axis);
        require(extent > 0 && extent % 2 == 0, "glu needs an even extent at axis " + axis + ", not " + z.shape());
        return half(z, 0, extent / 2).mul(sigmoid(half(z, extent / 2, extent)));
    }

    private Expr half(Expr z, int from, int to) {
        int[] start = new int[z.shape().rank()];
        start[z.shape().axis(axis)] = from;
        return slice(z, start, z.shape().with(axis, to).toArray());
    }
}
