package org.fascicle.transform.clipbyglobalnorm;

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
 * All gradients together are scaled back to the norm {@code globalClipnorm} if they exceed it, so that their direction
 * stays. Pascanu et al., 2012, arXiv:1211.5063; Keras's global_clipnorm.
 */
@Technique(value = "clip_by_global_norm",
        description = "Scales all gradients together back to a greatest norm; their direction stays.",
        formula = "g global_clipnorm / max(norm, global_clipnorm), norm = sqrt(sum of all g^2)",
        source = "Pascanu, Mikolov and Bengio, 2012, arXiv:1211.5063; Keras global_clipnorm")
@Shorthand(place = 20, options = "global_clipnorm")
public record ClipByGlobalNorm(@Range("(0,inf)") double globalClipnorm) implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        Expr squares = gradients.values().stream().map(g -> sum(g.square())).reduce(constant(0), Expr::add);
        Expr factor = constant(globalClipnorm).div(maximum(sqrt(squares), globalClipnorm));
        return gradients.values().stream().map(g -> g.mul(factor)).collect(Collectors.toList());
    }
}
