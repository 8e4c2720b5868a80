package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** The squared distance of the output from the label's vector, or from the target's values. */
@Technique(value = "fascicle.tck:distance", kind = "loss", description = "The squared distance.")
public record Distance(@Default("true") boolean labels) implements Loss {
    @Override
    public Target target() {
        return labels ? Target.LABEL : Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr values = prediction.values();
        Expr wanted = labels
                ? iota(values.shape(), 1).eq(reshape(target, Shape.of(Shape.ROWS, 1))).cast(Type.REAL)
                : reshape(target, values.shape());
        return sum(values.sub(wanted).square(), 1);
    }
}
