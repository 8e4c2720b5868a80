package org.fascicle.loss.supervisedcontrastive;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.logSumExp;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.AllRows;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Supervised contrastive loss: the rows of a batch that have one label are to lie near each other, and far from all others. The outputs
 * {@code [rows, numbers]} are divided by their length; similarity is the product of two rows, divided by {@code temperature}. The loss of a
 * row is the mean, over the other rows with its label, of minus the logarithm of their share among all other rows; 0 for a row whose label no
 * other row has. It depends on which rows are in a batch, so that a large batch is better, and an evaluation with another number of rows
 * gives another loss. Khosla et al., 2020, arXiv:2004.11362, equation 2.
 */
@Technique(value = "supervised_contrastive",
        description = "Draws rows of one label together and pushes others away: for representations that classes can be told from.",
        formula = "mean over p with the label of i, p != i, of -log(exp(z_i z_p / t) / sum over a != i of exp(z_i z_a / t)), "
                + "z = x / |x|, t = temperature",
        source = "Khosla et al., 2020, Supervised contrastive learning, arXiv:2004.11362")
public record SupervisedContrastive(@Default("0.1") @Range("(0,inf)") double temperature) implements Loss {
    private static final double TINY = 1e-12;
    /** What stands for a row that does not count: its share is exactly 0. */
    private static final double NONE = -1e9;

    @Override
    public Target target() {
        return Target.LABEL;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr x = prediction.values();
        require(x.shape().rank() == 2, "supervised_contrastive takes [rows, numbers], not " + x.shape());
        Expr z = x.div(maximum(sqrt(sumKeep(x.square(), 1)), TINY));
        Expr scores = matmul(z, AllRows.of(z, scope), false, true).div(temperature);
        Shape pairs = scores.shape();
        Expr others = AllRows.others(scope);
        Expr shares = scores.sub(reshape(logSumExp(where(others, scores, NONE)), Shape.batch(1)));
        Expr labels = broadcast(AllRows.of(target, scope), pairs);
        Expr alike = others.and(labels.eq(broadcast(reshape(target, Shape.batch(1)), pairs)));
        Expr count = sum(alike.cast(Type.REAL), 1);
        return sum(where(alike, shares, 0), 1).neg().div(maximum(count, 1));
    }
}
