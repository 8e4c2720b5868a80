package org.fascicle.optimizer.adamax;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.maximum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * AdaMax: Adam with the greatest gradient so far, decayed, in the place of the root of squares. Kingma and Ba, 2014,
 * arXiv:1412.6980, section 7.1.
 */
@Technique(value = "adamax", aliases = "Adamax",
        description = "Adam by the greatest gradient so far; sometimes steadier.",
        formula = "m := m + (1 - beta_1) (g - m); u := max(beta_2 u, |g|); w - lr / (1 - beta_1^t) m / (u + epsilon), t = "
                + "1, 2, ...",
        source = "Kingma and Ba, 2014, arXiv:1412.6980")
public record Adamax(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-7") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr m = scope.average("momentum", gradient, beta1);
        State norm = scope.slot("norm", parameter.shape(), 0);
        Expr u = norm.set(maximum(norm.value().mul(scope.value(beta_2)), abs(gradient)));
        Expr rate = scope.learningRate().div(scope.biasCorrection(beta1));
        return parameter.value().sub(m.mul(rate).div(u.add(epsilon)));
    }
}
