package com.example.transform.globalnorm;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** Scales all gradients so that their common norm is at most a limit. Pascanu et al., 2013, arXiv:1211.5063. */
@Technique(value = "com.example:clip_by_global_norm", description = "Scales gradients whose common norm is too large.",
        formula = "g limit / max(norm, limit), norm = sqrt(sum of all g^2)",
        source = "Pascanu et al., 2013, arXiv:1211.5063")
public record GlobalNorm(@Default("1.0") @Range("(0,inf)") double limit) implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        Expr squares = constant(0);
        for (Expr gradient : gradients.values()) {
            squares = squares.add(sum(gradient.square()));
        }
        Expr factor = constant(limit).div(maximum(sqrt(squares), limit));
        return gradients.values().stream().map(gradient -> gradient.mul(factor)).collect(Collectors.toList());
    }
}
