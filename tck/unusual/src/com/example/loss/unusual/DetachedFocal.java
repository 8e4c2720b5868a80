package com.example.loss.unusual;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Cross entropy, weighted by how wrong a row is; the weight counts as a constant. After Lin et al., 2017, arXiv:1708.02002. */
@Technique(value = "com.example:detached_focal", description = "Cross entropy of what is not yet known.", stopsGradient = true)
public record DetachedFocal() implements Loss {
    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr logs = prediction.logProbabilities();
        Expr right = iota(logs.shape(), 1).eq(reshape(target, Shape.of(Shape.ROWS, 1))).cast(Type.REAL);
        Expr log = sum(logs.mul(right), 1);
        return log.neg().mul(stopGradient(constant(1).sub(exp(log)).square()));
    }

    @Override
    public Target target() {
        return Target.LABEL;
    }
}
