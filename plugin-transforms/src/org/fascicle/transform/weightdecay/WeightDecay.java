package org.fascicle.transform.weightdecay;

import static org.fascicle.api.expr.Expressions.constant;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Decoupled weight decay: the optimizer starts from weights that have decayed by themselves, apart from the gradient. For
 * optimizers whose step depends on the gradient alone that is w − lr decay w − step. As in Keras the decay is multiplied with
 * the learning rate, and so follows its schedule. Loshchilov and Hutter, 2017, arXiv:1711.05101.
 */
@Technique(value = "weight_decay",
        description = "Weights decay by themselves, apart from the gradient (decoupled weight decay).",
        formula = "w := (1 - lr decay) w, before the optimizer's step",
        source = "Loshchilov and Hutter, 2017, arXiv:1711.05101; Keras weight_decay")
@Shorthand(place = 30, options = {"weight_decay=decay", "exclude_from_weight_decay=exclude"}, perParameter = "weight_decay")
public record WeightDecay(@Range("[0,inf)") Scheduled decay) implements UpdateTransform {
    @Override
    public Expr before(Param parameter, UpdateScope scope) {
        return parameter.value().mul(constant(1).sub(scope.learningRate().mul(scope.value(decay))));
    }
}
