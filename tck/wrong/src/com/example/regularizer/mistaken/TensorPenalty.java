package com.example.regularizer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives a number for each weight. */
@Technique(value = "com.example:tensor_penalty", description = "The squares.")
public record TensorPenalty() implements Regularizer {
    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        return tensor.square();
    }
}
