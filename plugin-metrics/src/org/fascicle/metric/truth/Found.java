package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sort;
import static org.fascicle.api.expr.Expressions.sumKeep;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/** The positive predictions. */
public final class Found {
    private static final double THRESHOLD = 0.5;

    private Found() {}

    /**
     * 1 where a value is above a threshold and among the greatest of its row, else 0.
     *
     * @param threshold null for one half, or for none if {@code topK} is given
     * @param topK how many of a row are taken; of equal ones the first; null for all
     */
    public static Expr of(Expr values, @Nullable Double threshold, @Nullable Integer topK) {
        if (topK == null) {
            return values.gt(threshold == null ? THRESHOLD : threshold).cast(Type.REAL);
        }
        Expr top = greatest(values, topK);
        return (threshold == null ? top : top.and(values.gt(threshold))).cast(Type.REAL);
    }

    /** The thresholds that are given, each of which gives a number; null for what {@link #of} takes by itself. */
    public static List<@Nullable Double> thresholds(@Nullable List<Double> given) {
        return given == null || given.isEmpty() ? Collections.singletonList(null) : List.copyOf(given);
    }

    /** The shape of what there is one of for each threshold: that of a single number for a single one. */
    public static Shape shape(@Nullable List<Double> given) {
        return given == null || given.size() <= 1 ? Shape.scalar() : Shape.of(given.size());
    }

    /** Numbers for each threshold as one tensor. */
    public static Expr together(List<Expr> numbers) {
        return numbers.size() == 1 ? numbers.get(0)
                : concat(numbers.stream().map(number -> reshape(number, Shape.of(1))).collect(Collectors.toList()), 0);
    }

    private static Expr greatest(Expr values, int k) {
        Shape shape = values.shape();
        require(shape.rank() >= 2 && k <= shape.extent(-1), "there are no " + k + " classes to count in " + shape);
        Expr least = slice(sort(values), -1, shape.extent(-1) - k, shape.extent(-1) - k + 1);
        Expr above = values.gt(least);
        Expr equal = values.eq(least);
        Expr room = constant(k).sub(sumKeep(above.cast(Type.REAL), -1));
        return above.or(equal.and(cumsum(equal.cast(Type.REAL), -1).le(room)));
    }
}
