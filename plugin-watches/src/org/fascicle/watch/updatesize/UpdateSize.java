package org.fascicle.watch.updatesize;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedParameter;

/**
 * How much a step changes each trained parameter: {@code rms}, the root mean square of the change, and {@code ratio}, its norm over that of
 * the parameter. A ratio near 0.001 is usual; far above, the rate is too high, far below, too low. 0 where the parameter is all zeros.
 */
@Technique(value = "update_size",
        description = "How much a step changes each parameter.",
        formula = "rms: sqrt(mean(u^2)); ratio: |u| / |w|",
        source = "Bottou, Curtis and Nocedal, 2018, arXiv:1606.04838")
public record UpdateSize() implements Watch {
    @Override
    public Map<String, Expr> parameter(WatchedParameter parameter) {
        Expr change = mean(parameter.update().square());
        Expr size = mean(parameter.value().square());
        return Map.of("rms", sqrt(change), "ratio", where(size.gt(0), sqrt(change.div(size)), 0));
    }
}
