package org.fascicle.layer.masking;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Masks the steps of {@code [rows, steps, features]} all of whose features are {@code maskValue}, and sets these to 0. Layers behind it
 * that know masks leave such steps out.
 */
@Technique(value = "masking", aliases = "Masking",
        description = "Masks the steps of a sequence that are padding: all of whose features have one value.",
        formula = "step t counts where x[t, c] != mask_value for some c; x, or 0 where it does not count",
        source = "Customary; Keras Masking")
public record Masking(@Default("0.0") double maskValue) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 3, "masking takes [rows, steps, features], not " + x.shape());
        Expr mask = sum(x.eq(maskValue).not().cast(Type.REAL), 2).gt(0);
        return scope.masked(where(broadcast(align(mask, x.shape(), 0, 1), x.shape()), x, 0), mask);
    }
}
