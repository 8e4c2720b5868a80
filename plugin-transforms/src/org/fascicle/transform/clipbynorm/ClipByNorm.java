package org.fascicle.transform.clipbynorm;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * The gradient of each parameter is scaled back to the norm {@code clipnorm} if it exceeds it. Pascanu et al., 2012,
 * arXiv:1211.5063; Keras's clipnorm.
 */
@Technique(value = "clip_by_norm",
        description = "Scales each parameter's gradient back to a greatest norm.",
        formula = "g clipnorm / max(norm, clipnorm), norm = sqrt(sum of g^2)",
        source = "Pascanu, Mikolov and Bengio, 2012, arXiv:1211.5063; Keras clipnorm")
@Shorthand(place = 20, options = "clipnorm")
public record ClipByNorm(@Range("(0,inf)") double clipnorm) implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().stream().map(this::clipped).collect(Collectors.toList());
    }

    private Expr clipped(Expr gradient) {
        Expr norm = sqrt(sum(gradient.square()));
        return gradient.mul(constant(clipnorm).div(maximum(norm, clipnorm)));
    }
}
