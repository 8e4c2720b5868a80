package org.fascicle.loss.cosinesimilarity;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Minus the cosine of the angle between prediction and target along {@code axis}: −1 where they point the same way, 0
 * where they are orthogonal or one of them is 0. Salton and McGill, 1983.
 */
@Technique(value = "cosine_similarity", aliases = "CosineSimilarity",
        description = "Whether the prediction points where the target points; lengths do not count.",
        formula = "-sum of p t / (|p| |t|)",
        source = "Salton and McGill, 1983, Introduction to modern information retrieval; Keras CosineSimilarity")
public record CosineSimilarity(@Default("-1") int axis) implements Loss {
    /** Keras's: a shorter vector counts for less than its direction. */
    private static final double LEAST_NORM = 1e-7;

    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        require(shape.axis(axis) > 0, "needs an axis of numbers behind the rows, not axis " + axis + " of " + shape);
        Expr wanted = unit(Rows.matched(target, shape));
        return Rows.mean(sum(unit(prediction.values()).mul(wanted), axis).neg(), prediction, scope);
    }

    private Expr unit(Expr x) {
        Expr norm = sqrt(sumKeep(x.square(), axis));
        return x.mul(minimum(constant(1).div(norm), 1 / LEAST_NORM));
    }
}
