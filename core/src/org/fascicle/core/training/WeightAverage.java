package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.UpdateSpec;
import org.fascicle.core.program.Store;

/**
 * An exponential moving average of each weight over its updates, a := momentum a + (1 − momentum) w from the first w
 * on, which takes the weight's place every so many updates and when training ends. As Keras does it. Polyak and
 * Juditsky, 1992, doi:10.1137/0330046.
 */
final class WeightAverage {
    /** The slot of a parameter's average. */
    static final String SLOT = "weight_average";
    /** The option that asks for it. */
    static final String OPTION = "use_ema";

    private final UpdateSpec.Average rule;

    /** An average; of a rule that is null, none. */
    WeightAverage(UpdateSpec.Average rule) {
        this.rule = rule;
    }

    /** What an updated parameter becomes: itself, or its average in updates where that takes its place. */
    Expr follow(Param parameter, Expr updated, UpdateScope scope) {
        if (rule == null) {
            return updated;
        }
        State average = scope.slot(SLOT, parameter.shape(), 0);
        Expr kept = where(scope.step().gt(0), constant(rule.momentum()), constant(0));
        Expr latest = average.set(average.value().mul(kept).add(updated.mul(constant(1).sub(kept))));
        if (rule.overwriteFrequency() == 0) {
            return updated;
        }
        Expr rounds = scope.step().add(1).div(constant(rule.overwriteFrequency()));
        // A real number of the host: in float32 a program could not tell whole numbers of rounds for long.
        Expr overwrites = where(floor(rounds).eq(rounds), constant(1), constant(0));
        return where(overwrites.gt(0), latest, updated);
    }

    /** Puts the averages in the weights' places. */
    static void apply(Store store) {
        for (Variable variable : store.tensors()) {
            String average = UpdateTraceScope.SLOTS + "/" + variable.path() + "/" + SLOT;
            if (store.has(average)) {
                store.write(variable.path(), store.read(average));
            }
        }
    }
}
