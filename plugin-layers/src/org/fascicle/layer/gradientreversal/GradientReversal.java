package org.fascicle.layer.gradientreversal;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Gradient reversal: passes its input on as it is, and multiplies gradients on their way back by −{@code lambda}. The layers before it learn
 * what the layers behind it cannot use: features that do not tell two domains apart. Ganin and Lempitsky, 2015, arXiv:1409.7495.
 */
@Technique(value = "gradient_reversal",
        description = "Passes its input on, and reverses gradients: for domain-adversarial training.",
        formula = "x; gradient: -lambda times the one that arrives",
        source = "Ganin and Lempitsky, 2015, arXiv:1409.7495",
        stopsGradient = true)
public record GradientReversal(@Default("1.0") @Range("[0,inf)") Scheduled lambda) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.withGradientOf(x.mul(scope.value(lambda)).neg());
    }
}
