package org.fascicle.optimizer.radam;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Rectified Adam: while too few gradients were seen for a variance to be known (rho at most the {@code threshold}),
 * the step is momentum alone; then Adam's, rectified. The paper has the threshold 4; the authors' code, PyTorch and optax
 * have 5, and so has this. Liu et al., 2019, arXiv:1908.03265; epsilon is added to the root of v.
 */
@Technique(value = "radam",
        description = "Adam that warms up by itself: rectified for the uncertain variance of its first steps.",
        formula = "m, v as adam; rho = R - 2 t beta_2^t / (1 - beta_2^t), R = 2 / (1 - beta_2) - 1; w - lr M, and where "
                + "rho > threshold w - lr r M sqrt(1 - beta_2^t) / (sqrt(v) + epsilon), M = m / (1 - beta_1^t), r^2 = "
                + "(rho-4)(rho-2)R / ((R-4)(R-2)rho)",
        source = "Liu, Jiang, He, Chen, Liu, Gao and Han, 2019, arXiv:1908.03265")
public record Radam(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-8") @Range("(0,inf)") double epsilon,
        @Default("5.0") @Range("[4,inf)") double threshold) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr beta2 = scope.value(beta_2);
        Expr updates = scope.step().add(1);
        Expr m = scope.average("momentum", gradient, beta1);
        Expr v = scope.average("velocity", gradient.square(), beta2);
        Expr correction = scope.biasCorrection(beta2);
        Expr longest = constant(2).div(constant(1).sub(beta2)).sub(1);
        Expr length = longest.sub(updates.mul(2).mul(beta2.pow(updates)).div(correction));
        Expr known = length.gt(threshold);
        Expr rectifier = where(known, sqrt(length.sub(4).mul(length.sub(2)).mul(longest)
                .div(longest.sub(4).mul(longest.sub(2)).mul(length)).mul(correction)), 1);
        Expr adaptive = known.cast(Type.REAL);
        Expr scale = sqrt(v).add(epsilon).mul(adaptive).add(constant(1).sub(adaptive));
        Expr rate = scope.learningRate().div(scope.biasCorrection(beta1));
        return parameter.value().sub(m.mul(rate.mul(rectifier)).div(scale));
    }
}
