package org.fascicle.activation.rrelu;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Randomized leaky rectified linear unit: z where z &gt; 0, else slope · z. In training, and in Monte-Carlo inference,
 * each element draws its slope from [lower, upper); otherwise the slope is their mean. Xu et al., 2015, arXiv:1505.00853.
 */
@Technique(value = "rrelu",
        description = "Leaky rectified linear unit with a random slope in training, against overfitting.",
        formula = "z where z > 0, else slope z, slope ~ U[lower, upper) in training, (lower + upper) / 2 otherwise",
        source = "Xu, Wang, Chen and Li, 2015, arXiv:1505.00853; defaults of PyTorch's RReLU")
public record Rrelu(
        @Default("0.125") @Range("[0,inf)") double lower,
        @Default("0.3333333333333333") @Range("[0,inf)") double upper) implements Activation {

    public Rrelu {
        require(lower <= upper, "lower must not be above upper");
    }

    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr slope = scope.stochastic()
                ? scope.uniform(z.shape()).mul(upper - lower).add(lower)
                : constant((lower + upper) / 2);
        return where(z.gt(0), z, z.mul(slope));
    }
}
