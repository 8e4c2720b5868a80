package org.fascicle.transform.gradientaccumulation;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Gradient accumulation: all steps but the last of {@code steps} only add their gradients up, and the last updates with the mean
 * of all. For a loss that is a mean, and batches of one size, that is the update of one batch so many times as large. Customary;
 * Keras's gradient_accumulation_steps.
 */
@Technique(value = "gradient_accumulation",
        description = "Updates once in several steps, with the mean of their gradients: a larger batch in the same memory.",
        formula = "sum := sum + g; in each steps-th step g := sum / steps, and sum := 0",
        source = "Customary; Keras gradient_accumulation_steps")
@Shorthand(place = 10, options = "gradient_accumulation_steps=steps")
public record GradientAccumulation(@Range("[2,inf)") int steps) implements UpdateTransform {
    @Override
    public int stepsPerUpdate() {
        return steps;
    }

    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        List<Expr> means = new ArrayList<>();
        for (int i = 0; i < gradients.values().size(); i++) {
            Param parameter = gradients.parameters().get(i);
            State accumulated = gradients.scope(parameter).slot("gradient_accumulator", parameter.shape(), 0);
            Expr sum = accumulated.value().add(gradients.values().get(i));
            accumulated.set(where(gradients.updates(), full(parameter.shape(), 0), sum));
            means.add(sum.div(constant(steps)));
        }
        return means;
    }
}
