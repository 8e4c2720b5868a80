package org.fascicle.optimizer.nadam;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;

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
 * Nadam: Adam with Nesterov's momentum, whose weight u grows over the first steps. Dozat, 2016, ICLR workshop; as in
 * Keras.
 */
@Technique(value = "nadam", aliases = "Nadam",
        description = "Adam with Nesterov's momentum; often converges a little faster.",
        formula = "m, v as adam; u_t = beta_1 (1 - 0.96^t / 2), U_t = u_1 ... u_t; w - lr (u_(t+1) m / (1 - U_(t+1)) + (1 "
                + "- u_t) g / (1 - U_t)) / (sqrt(v / (1 - beta_2^t)) + epsilon)",
        source = "Dozat, 2016, Incorporating Nesterov momentum into Adam, ICLR workshop, openreview OM0jvwB8jIp57ZJjtNEZ")
public record Nadam(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-7") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr beta2 = scope.value(beta_2);
        Expr updates = scope.step().add(1);
        State product = scope.globalSlot("u_product", 1);
        Expr now = weight(beta1, updates);
        Expr next = weight(beta1, updates.add(1));
        Expr sofar = product.set(product.value().mul(now));
        Expr m = scope.average("momentum", gradient, beta1);
        Expr v = scope.average("velocity", gradient.square(), beta2);
        Expr ahead = m.mul(next.div(constant(1).sub(sofar.mul(next))))
                .add(gradient.mul(constant(1).sub(now).div(constant(1).sub(sofar))));
        Expr root = sqrt(v.div(scope.biasCorrection(beta2)));
        return parameter.value().sub(ahead.mul(scope.learningRate()).div(root.add(epsilon)));
    }

    private static Expr weight(Expr beta1, Expr updates) {
        return beta1.mul(constant(1).sub(constant(0.96).pow(updates).mul(0.5)));
    }
}
