package org.fascicle.optimizer.prodigy;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.Parameters;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Prodigy: Adam that finds its step size by itself. It estimates the distance d from the first weights w_0 to the solution, from sums over
 * all parameters, and steps as far as d allows; the learning rate is a factor of that, 1 or a schedule that begins with 1. This is
 * algorithm 4 of Mishchenko and Defazio, 2023, arXiv:2306.06101; where s is 0, d stays.
 */
@Technique(value = "prodigy",
        description = "Adam that finds its step size by itself, from how far the weights have come; the learning rate stays 1.",
        formula = "m := beta_1 m + (1 - beta_1) d g; v := beta_2 v + (1 - beta_2) d^2 g^2; b = sqrt(beta_2), "
                + "r := b r + (1 - b) lr d^2 <g, w_0 - w>, s := b s + (1 - b) lr d^2 g; w - lr d m / (sqrt(v) + d epsilon); "
                + "d := max(d, r / |s|_1)",
        source = "Mishchenko and Defazio, 2023, Prodigy, arXiv:2306.06101, algorithm 4")
public record Prodigy(
        @Default("1.0") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("(0,1)") Scheduled beta_2,
        @Default("1e-8") @Range("(0,inf)") double epsilon,
        @Default("1e-6") @Range("(0,inf)") double d0) implements Optimizer {
    @Override
    public void together(Parameters parameters, UpdateScope scope) {
        State distance = scope.globalSlot("distance", d0);
        State begun = scope.globalSlot("begun", 0);
        Expr d = distance.value();
        Expr keep = sqrt(scope.value(beta_2));
        Expr weight = constant(1).sub(keep).mul(scope.learningRate()).mul(d.square());
        Expr inner = constant(0);
        Expr norm = constant(0);
        for (int i = 0; i < parameters.all().size(); i++) {
            Param parameter = parameters.all().get(i);
            Expr gradient = parameters.gradients().get(i);
            UpdateScope own = parameters.scope(parameter);
            State first = own.slot("first", parameter.shape(), 0);
            Expr start = first.set(where(begun.value().gt(0), first.value(), parameter.value()));
            State s = own.slot("s", parameter.shape(), 0);
            norm = norm.add(sum(abs(s.set(s.value().mul(keep).add(gradient.mul(weight))))));
            inner = inner.add(sum(gradient.mul(start.sub(parameter.value()))));
        }
        State r = scope.globalSlot("r", 0);
        Expr next = r.set(r.value().mul(keep).add(inner.mul(weight)));
        begun.set(constant(1));
        distance.set(where(norm.gt(0), maximum(d, next.div(norm)), d));
    }

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr d = scope.globalSlot("distance", d0).value();
        Expr m = scope.average("momentum", gradient.mul(d), scope.value(beta_1));
        Expr v = scope.average("velocity", gradient.mul(d).square(), scope.value(beta_2));
        return parameter.value().sub(m.mul(scope.learningRate()).mul(d).div(sqrt(v).add(d.mul(epsilon))));
    }
}
