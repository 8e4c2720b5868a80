package org.fascicle.transform.lossscale;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Loss scaling: the loss is multiplied by {@code factor} before it is differentiated, and its gradients are divided by it, so that
 * what is too small for the floating-point numbers of the way back does not become 0. Take a power of two, which rounds nothing. The
 * loss that is reported is not scaled. Micikevicius et al., 2017, arXiv:1710.03740; Keras's loss_scale_factor.
 */
@Technique(value = "loss_scale",
        description = "Scales the loss up and its gradients down again, so that very small gradients do not vanish.",
        formula = "g := (gradient of factor loss) / factor",
        source = "Micikevicius, Narang, Alben et al., 2017, arXiv:1710.03740; Keras loss_scale_factor")
@Shorthand(place = 5, options = "loss_scale_factor=factor")
public record LossScale(@Range("(0,inf)") double factor) implements UpdateTransform {
    @Override
    public double lossScale() {
        return factor;
    }

    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().stream().map(each -> each.div(Expressions.constant(factor))).collect(Collectors.toList());
    }
}
