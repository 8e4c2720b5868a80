package com.example.transform.mistaken;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** It updates once in no steps. */
@Technique(value = "com.example:never_updating", description = "The gradients.")
public record NeverUpdating() implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().stream().map(gradient -> gradient.mul(0.5)).collect(Collectors.toList());
    }

    @Override
    public int stepsPerUpdate() {
        return 0;
    }
}
