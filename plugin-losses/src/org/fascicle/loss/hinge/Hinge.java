package org.fascicle.loss.hinge;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Hinge loss, for targets −1 and 1; a target 0 counts as −1, as where labels are 0 and 1. The mean over all numbers of a
 * row. Cortes and Vapnik, 1995.
 */
@Technique(value = "hinge", aliases = "Hinge",
        description = "Margin of yes or no: nothing to mend once the output is beyond 1 on its side.",
        formula = "mean over a row of max(1 - t p, 0), t = -1 or 1",
        source = "Cortes and Vapnik, 1995, doi:10.1007/BF00994018; Keras Hinge")
public record Hinge() implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Domain domain() {
        return Domain.any().targets(Domain.Targets.SIGNS);
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr given = Rows.matched(target, prediction.values().shape());
        Expr side = where(given.eq(0), -1, given);
        return Rows.mean(maximum(constant(1).sub(side.mul(prediction.values())), 0), prediction, scope);
    }
}
