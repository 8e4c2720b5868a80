package com.example.regularizer.unusual;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It penalizes columns of matrices, and nothing else. Yuan and Lin, 2006. */
@Technique(value = "com.example:group_lasso", description = "The norms of columns.")
public record GroupLasso(@Default("0.01") @Range("[0,inf)") double factor) implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return tensor.shape().rank() < 2 ? constant(0) : sum(sqrt(sum(tensor.square(), 0).add(1e-12))).mul(factor);
    }
}
