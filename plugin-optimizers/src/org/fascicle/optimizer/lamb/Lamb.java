package org.fascicle.optimizer.lamb;

import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * LAMB: Adam whose step for a whole tensor is scaled to the tensor's own norm, for large batches. As in Keras, without
 * weight decay in the step: with a weight_decay around it, weights decay before. You et al., 2019, arXiv:1904.00962.
 */
@Technique(value = "lamb", aliases = "Lamb",
        description = "Adam with steps as long as each tensor's own norm, for large batches.",
        formula = "m, v as adam; u = m / (1 - beta_1^t) / (sqrt(v / (1 - beta_2^t)) + epsilon); w - lr |w| / |u| u, the "
                + "ratio 1 where a norm is 0",
        source = "You, Li, Reddi et al., 2019, arXiv:1904.00962")
public record Lamb(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-7") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr beta2 = scope.value(beta_2);
        Expr m = scope.average("momentum", gradient, beta1);
        Expr v = scope.average("velocity", gradient.square(), beta2);
        Expr root = sqrt(v.div(scope.biasCorrection(beta2))).add(epsilon);
        Expr step = m.div(scope.biasCorrection(beta1)).div(root);
        Expr weights = sqrt(sum(parameter.value().square()));
        Expr length = sqrt(sum(step.square()));
        Expr ratio = where(weights.gt(0).and(length.gt(0)), weights.div(length), 1);
        return parameter.value().sub(step.mul(ratio.mul(scope.learningRate())));
    }
}
