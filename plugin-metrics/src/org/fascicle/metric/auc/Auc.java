package org.fascicle.metric.auc;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Area under a curve that is drawn by {@code numThresholds} thresholds, evenly spread from 0 to 1, or by {@code thresholds} and one
 * beyond either end: of the true over the
 * false positive rate (roc), or of precision over recall (pr), by trapezia, which for pr are Davis and Goadrich's
 * interpolation, or by the lower or upper of each two heights. A prediction above the threshold is positive. All outputs
 * count alike; with {@code multiLabel} each has a curve of its own, and the result is the mean of the areas. With
 * {@code fromLogits} the sigmoid of each output is taken; where the loss takes logits, the platform does it by itself. Hanley and
 * McNeil, 1982; Keras's AUC.
 */
@Technique(value = "auc", aliases = "AUC",
        description = "How well positives are ranked before negatives: the area under the ROC or precision-recall curve.",
        formula = "roc: sum of (x_i - x_(i+1)) (y_i + y_(i+1)) / 2, x = FP / (FP + TN), y = TP / (TP + FN) at threshold i",
        source = "Hanley and McNeil, 1982, doi:10.1148/radiology.143.1.7063747; pr: Davis and Goadrich, 2006, "
                + "doi:10.1145/1143844.1143874")
public record Auc(
        @Default("200") @Range("[2,inf)") int numThresholds,
        @Default("roc") Curve curve,
        @Default("interpolation") Summation summationMethod,
        @Default("false") boolean multiLabel,
        @Default("null") @Range("[0,1]") @Nullable List<Double> thresholds,
        @Default("false") boolean fromLogits) implements Metric {

    /** How far the first and the last threshold lie outside 0 and 1. */
    private static final double MARGIN = 1e-7;

    /** What the area is under. */
    public enum Curve { ROC, PR }

    /** How high the area is between two thresholds. */
    public enum Summation { INTERPOLATION, MINORING, MAJORING }

    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        add(prediction, target, null, scope);
    }

    @Override
    public void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
        add(prediction, target, weights, scope);
    }

    @Override
    public Domain domain() {
        return Domain.of(fromLogits ? Domain.Outputs.LOGITS : Domain.Outputs.PROBABILITIES);
    }

    private void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        Shape shape = prediction.values().shape();
        require(!multiLabel || shape.rank() == 2, "multi_label takes [rows, labels], not " + shape);
        Shape each = Shape.of(shape.extent(0), (int) shape.sizePerRow(), 1);
        Expr positive = reshape(Truth.of(shape, target), each).eq(0).not();
        Expr values = fromLogits ? sigmoid(prediction.values()) : prediction.values();
        Expr found = reshape(values, each).gt(cuts());
        Expr masked = Weighed.weights(prediction, weights, scope);
        Expr counts = masked == null || masked.shape().rank() == 1 ? masked
                : reshape(Weighed.of(broadcast(constant(1), shape), masked), each.drop(-1));
        count("true_positives", found.and(positive), counts, shape, scope);
        count("false_positives", found.and(positive.not()), counts, shape, scope);
        count("true_negatives", found.or(positive).not(), counts, shape, scope);
        count("false_negatives", found.not().and(positive), counts, shape, scope);
    }

    private void count(String name, Expr counted, @Nullable Expr weights, Shape prediction, Scope scope) {
        State state = state(name, prediction, scope);
        Expr one = Weighed.of(counted.cast(Type.REAL), weights);
        state.set(state.value().add(multiLabel ? sum(one, 0) : sum(one, 0, 1)));
    }

    private State state(String name, Shape prediction, Scope scope) {
        Shape each = Shape.of(count());
        return scope.state(name, multiLabel ? each.prepend((int) prediction.sizePerRow()) : each, 0);
    }

    /** How many thresholds there are. */
    private int count() {
        return thresholds == null ? numThresholds : thresholds.size() + 2;
    }

    // One by one where they are given: there are few.
    private Expr cuts() {
        Expr place = iota(Shape.of(count()), 0);
        Expr between = place.cast(Type.REAL).div(count() - 1);
        if (thresholds != null) {
            List<Double> sorted = thresholds.stream().sorted().collect(Collectors.toList());
            for (int i = 0; i < sorted.size(); i++) {
                between = where(place.eq(i + 1), sorted.get(i), between);
            }
        }
        return where(place.eq(0), -MARGIN, where(place.eq(count() - 1), 1 + MARGIN, between));
    }

    @Override
    public Expr result(Shape prediction, Scope scope) {
        Expr tp = state("true_positives", prediction, scope).value();
        Expr fp = state("false_positives", prediction, scope).value();
        Expr tn = state("true_negatives", prediction, scope).value();
        Expr fn = state("false_negatives", prediction, scope).value();
        Expr recall = ratio(tp, tp.add(fn));
        Expr areas;
        if (curve == Curve.ROC) {
            areas = areas(ratio(fp, fp.add(tn)), recall);
        } else {
            areas = summationMethod == Summation.INTERPOLATION
                    ? interpolated(tp, tp.add(fp), tp.add(fn)) : areas(recall, ratio(tp, tp.add(fp)));
        }
        return mean(sum(areas, -1));
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    private Expr areas(Expr x, Expr y) {
        return head(x).sub(tail(x)).mul(height(head(y), tail(y)));
    }

    private Expr height(Expr one, Expr other) {
        switch (summationMethod) {
            case MINORING:
                return minimum(one, other);
            case MAJORING:
                return maximum(one, other);
            default:
                return one.add(other).mul(0.5);
        }
    }

    // Between two thresholds, true positives are assumed to be linear in all positives.
    private Expr interpolated(Expr tp, Expr found, Expr positive) {
        Expr gained = head(tp).sub(tail(tp));
        Expr slope = ratio(gained, head(found).sub(tail(found)));
        Expr intercept = tail(tp).sub(slope.mul(tail(found)));
        Expr growth = where(tail(found).gt(0), head(found).div(tail(found)), 1);
        return ratio(slope.mul(gained.add(intercept.mul(log(growth)))), tail(positive));
    }

    private static Expr ratio(Expr part, Expr whole) {
        return where(whole.gt(0), part.div(whole), 0);
    }

    private Expr head(Expr each) {
        return slice(each, -1, 0, count() - 1);
    }

    private Expr tail(Expr each) {
        return slice(each, -1, 1, count());
    }
}
