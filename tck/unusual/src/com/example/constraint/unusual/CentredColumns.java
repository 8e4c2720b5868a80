package com.example.constraint.unusual;

import static org.fascicle.api.expr.Expressions.meanKeep;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It leaves vectors as they are. */
@Technique(value = "com.example:centred_columns", description = "Columns of matrices whose mean is 0.")
public record CentredColumns() implements Constraint {
    @Override
    public Expr project(Expr tensor, Scope scope) {
        return tensor.shape().rank() < 2 ? tensor : tensor.sub(meanKeep(tensor, 0));
    }
}
