package org.fascicle.optimizer.rprop;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.where;

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
 * Rprop, for whole batches: each weight has a step size of its own, which grows while its gradient keeps its sign and
 * shrinks when the sign changes; the learning rate is the first size. After a change the weight rests for one step
 * (iRprop−), as in PyTorch. Riedmiller and Braun, 1993; Igel and Hüsken, 2000.
 */
@Technique(value = "rprop",
        description = "Step sizes that follow the sign of the gradient alone; for whole batches.",
        formula = "d := clip(d f, minimum, maximum), f = eta_plus where g h > 0, eta_minus where g h < 0, else 1; h := g, "
                + "but 0 where g h < 0; w - d sign(h); at first d = lr, h = 0",
        source = "Riedmiller and Braun, 1993, doi:10.1109/ICNN.1993.298623; Igel and Hüsken, 2000, Improving the Rprop "
                + "learning algorithm, NC 2000")
public record Rprop(
        @Default("0.01") @Range("(0,inf)") Scheduled learningRate,
        @Default("0.5") @Range("(0,1)") double etaMinus,
        @Default("1.2") @Range("(1,inf)") double etaPlus,
        @Default("1e-6") @Range("(0,inf)") double minimumStep,
        @Default("50.0") @Range("(0,inf)") double maximumStep) implements Optimizer {

    public Rprop {
        require(minimumStep <= maximumStep, "minimum_step must not be above maximum_step");
    }

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State size = scope.slot("step_size", parameter.shape(), 0);
        State last = scope.slot("last_gradient", parameter.shape(), 0);
        Expr agreement = gradient.mul(sign(last.value()));
        Expr signChanged = agreement.lt(0);
        // A size is never 0 once it was set: a slot that is 0 has seen no step yet.
        Expr kept = where(size.value().gt(0), size.value(), scope.learningRate());
        Expr changed = where(signChanged, kept.mul(etaMinus), where(agreement.gt(0), kept.mul(etaPlus), kept));
        Expr step = size.set(minimum(maximum(changed, minimumStep), maximumStep));
        return parameter.value().sub(step.mul(sign(last.set(where(signChanged, 0, gradient)))));
    }
}
