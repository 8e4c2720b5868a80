package org.fascicle.transform.lookahead;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Lookahead: the optimizer moves fast weights; every {@code syncPeriod} updates the slow weights take a part of the way to them,
 * and the fast ones start from there anew. The optimizer's own slots go on as they are. When training ends, the slow weights
 * replace the fast ones, as the paper evaluates. Zhang, Lucas, Hinton and Ba, 2019, arXiv:1907.08610; names and defaults
 * are those of TensorFlow Addons.
 */
@Technique(value = "lookahead",
        description = "Lookahead: slow weights follow the fast ones every few updates, which then start from them.",
        formula = "every sync_period updates: slow := slow + slow_step_size (w - slow), w := slow; w := slow in the end",
        source = "Zhang, Lucas, Hinton and Ba, 2019, arXiv:1907.08610")
public record Lookahead(
        @Default("6") @Range("[1,inf)") int syncPeriod,
        @Default("0.5") @Range("(0,1]") double slowStepSize) implements UpdateTransform {
    private static final String SLOT = "lookahead";

    @Override
    public Expr after(Param parameter, Expr updated, UpdateScope scope) {
        State kept = scope.slot(SLOT, parameter.shape(), 0);
        Expr slow = where(scope.step().gt(0), kept.value(), parameter.value());
        Expr rounds = scope.step().add(1).div(constant(syncPeriod));
        // A real number of the host: float32 could not represent the number of rounds for long.
        Expr synchronizes = where(floor(rounds).eq(rounds), constant(1), constant(0));
        Expr latest = where(synchronizes.gt(0), slow.add(updated.sub(slow).mul(slowStepSize)), slow);
        return where(synchronizes.gt(0), kept.set(latest), updated);
    }

    @Override
    public Expr ended(Param parameter, UpdateScope scope) {
        return where(scope.step().gt(0), scope.slot(SLOT, parameter.shape(), 0).value(), parameter.value());
    }
}
