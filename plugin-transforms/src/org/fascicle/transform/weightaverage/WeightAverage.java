package org.fascicle.transform.weightaverage;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.UpdateTransform;
import org.jspecify.annotations.Nullable;

/**
 * An exponential moving average of each weight over its updates, from the first updated weight on, which takes the weight's
 * place every {@code overwriteFrequency} updates, if that is given, and when training ends. As Keras's use_ema, but for two
 * choices. With accumulated gradients it averages once in an update, so that the momentum means the same as with batches so
 * much larger; Keras averages in each step, also where the weight stays. And it averages weights as their constraint left
 * them, since it is these that the network runs with; Keras averages them before. Polyak and Juditsky, 1992,
 * doi:10.1137/0330046.
 */
@Technique(value = "weight_average",
        description = "Keeps a moving average of each weight, which takes the weight's place when training ends.",
        formula = "a := w after the first update, then a := momentum a + (1 - momentum) w; w := a in the end, and every "
                + "overwrite_frequency updates",
        source = "Polyak and Juditsky, 1992, doi:10.1137/0330046; Keras use_ema")
@Shorthand(place = 40, flag = "use_ema",
        options = {"ema_momentum=momentum", "ema_overwrite_frequency=overwrite_frequency"})
public record WeightAverage(
        @Default("0.99") @Range("[0,1]") double momentum,
        @Default("null") @Range("[1,inf)") @Nullable Integer overwriteFrequency) implements UpdateTransform {
    private static final String SLOT = "weight_average";

    @Override
    public Expr after(Param parameter, Expr updated, UpdateScope scope) {
        State average = scope.slot(SLOT, parameter.shape(), 0);
        Expr kept = where(scope.step().gt(0), constant(momentum), constant(0));
        Expr latest = average.set(average.value().mul(kept).add(updated.mul(constant(1).sub(kept))));
        if (overwriteFrequency == null) {
            return updated;
        }
        Expr rounds = scope.step().add(1).div(constant(overwriteFrequency));
        // A real number of the host: float32 could not represent the number of rounds for long.
        Expr overwrites = where(floor(rounds).eq(rounds), constant(1), constant(0));
        return where(overwrites.gt(0), latest, updated);
    }

    @Override
    public Expr ended(Param parameter, UpdateScope scope) {
        return where(scope.step().gt(0), scope.slot(SLOT, parameter.shape(), 0).value(), parameter.value());
    }
}
