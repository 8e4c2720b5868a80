package com.example.transform.mistaken;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** It loses a gradient. */
@Technique(value = "com.example:losing_one", description = "All but the first.")
public record LosingOne() implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().subList(1, gradients.values().size());
    }
}
