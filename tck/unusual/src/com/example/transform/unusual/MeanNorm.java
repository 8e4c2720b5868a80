package com.example.transform.unusual;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** It keeps the sum of all norms of all gradients, and is one number for all. After Defazio and Mishchenko, 2023, arXiv:2301.07733. */
@Technique(value = "com.example:mean_norm", description = "Gradients by their mean norm so far.")
public record MeanNorm() implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        Expr squares = constant(0);
        for (Expr gradient : gradients.values()) {
            squares = squares.add(sum(gradient.square()));
        }
        State norms = scope.globalSlot("norms", 0);
        Expr total = norms.set(norms.value().add(sqrt(squares)));
        Expr factor = scope.step().add(1).div(maximum(total, 1e-12));
        return gradients.values().stream().map(gradient -> gradient.mul(factor)).collect(Collectors.toList());
    }
}
