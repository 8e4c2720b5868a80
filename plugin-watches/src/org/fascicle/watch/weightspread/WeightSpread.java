package org.fascicle.watch.weightspread;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.scatterAdd;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedParameter;

/**
 * How the numbers of each trained parameter are spread: {@code mean}, {@code deviation}, {@code least}, {@code greatest}, and
 * {@code histogram}, how many of them lie in each of as many bins of equal width between these two.
 */
@Technique(value = "weight_spread",
        description = "Mean, deviation and histogram of each parameter.",
        formula = "counts of min + i (max - min) / bins <= w")
public record WeightSpread(@Default("30") @Range("[1,1000]") int bins) implements Watch {
    @Override
    public Map<String, Expr> parameter(WatchedParameter parameter) {
        Expr all = reshape(parameter.value(), Shape.of(Math.toIntExact(parameter.value().shape().size())));
        Expr mean = mean(all);
        Expr least = max(all.neg()).neg();
        Expr greatest = max(all);
        Expr width = greatest.sub(least);
        Expr bin = minimum(floor(all.sub(least).mul(where(width.gt(0), constant(bins).div(width), 0))), bins - 1);
        Expr counts = scatterAdd(Shape.of(bins), bin.cast(Type.INT32), full(all.shape(), 1), 0, 0);
        return Map.of("mean", mean, "deviation", sqrt(mean(all.sub(mean).square())), "least", least, "greatest", greatest,
                "histogram", counts);
    }
}
