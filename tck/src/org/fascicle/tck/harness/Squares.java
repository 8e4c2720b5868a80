package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** A part of the sum of squares. */
@Technique(value = "fascicle.tck:squares", kind = "regularizer", description = "A part of the sum of squares.")
public record Squares() implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(tensor.square()).mul(0.1);
    }
}
