package com.example.regularizer.quartic;

import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Penalty factor · Σw⁴: nearly none for small weights. */
@Technique(value = "com.example:quartic", description = "Penalty on the sum of fourth powers.",
        formula = "factor sum of w^4")
public record Quartic(@Default("0.01") @Range("[0,inf)") double factor) implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return sum(tensor.square().square()).mul(factor);
    }
}
