package org.fascicle.transform.sharpnessaware;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Sharpness-aware minimization: the update follows the gradients at the weights within the distance {@code rho} where the loss
 * is greatest to first order, so that it ends in flat minima. A step costs about twice as much. Both gradients are of the same
 * rows and the same random draws. Foret, Kleiner, Mobahi and Neyshabur, 2020, arXiv:2010.01412.
 */
@Technique(value = "sharpness_aware", aliases = "sam",
        description = "Sharpness-aware minimization (SAM): updates by gradients at the worst weights nearby, for flat minima.",
        formula = "g(w + e), e = rho g(w) / (norm + 1e-12), norm = sqrt(sum of all g(w)^2)",
        source = "Foret, Kleiner, Mobahi and Neyshabur, 2020, arXiv:2010.01412")
public record SharpnessAware(@Default("0.05") @Range("[0,inf)") Scheduled rho) implements UpdateTransform {
    private static final double TINY = 1e-12;

    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        Expr squares = gradients.values().stream().map(g -> sum(g.square())).reduce(constant(0), Expr::add);
        Expr factor = scope.value(rho).div(sqrt(squares).add(TINY));
        List<Expr> worst = new ArrayList<>();
        for (int i = 0; i < gradients.values().size(); i++) {
            worst.add(gradients.parameters().get(i).value().add(gradients.values().get(i).mul(factor)));
        }
        return gradients.at(worst);
    }
}
