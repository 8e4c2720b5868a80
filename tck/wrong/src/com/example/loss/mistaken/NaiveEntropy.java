package com.example.loss.mistaken;

import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes exponentials of what may be thousands. */
@Technique(value = "com.example:naive_entropy", description = "Cross entropy of logits.")
public record NaiveEntropy() implements Loss {
    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr logits = prediction.logits();
        Expr right = iota(logits.shape(), 1).eq(reshape(target, Shape.of(Shape.ROWS, 1))).cast(Type.REAL);
        return log(sum(exp(logits.mul(1.0000001)), 1)).sub(sum(logits.mul(right), 1));
    }

    @Override
    public Target target() {
        return Target.LABEL;
    }
}
