package org.fascicle.activation.prelu;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Parametric rectified linear unit: z where z &gt; 0, else alpha · z, with a learned {@code alpha} for each element of a
 * row, or one for all positions along the shared axes (counted from 1, the rows being axis 0). He et al., 2015,
 * arXiv:1502.01852.
 */
@Technique(value = "prelu", aliases = "PReLU",
        description = "Parametric rectified linear unit (PReLU): learns its negative slope; for large training sets.",
        formula = "z where z > 0, else alpha z, alpha learned",
        source = "He, Zhang, Ren and Sun, 2015, arXiv:1502.01852")
public record Prelu(
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer alphaInitializer,
        @Default("null") @Nullable Regularizer alphaRegularizer,
        @Default("null") @Nullable Constraint alphaConstraint,
        @Default("null") @Range("[1,inf)") @Nullable List<Integer> sharedAxes) implements Activation {

    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().rank() >= 2, "prelu needs an axis behind the rows, not " + z.shape());
        Shape shape = z.shape().withoutFirst();
        for (int axis : sharedAxes == null ? List.<Integer>of() : sharedAxes) {
            shape = shape.with(axis - 1, 1);
        }
        Expr alpha = scope.parameter("alpha", shape, alphaInitializer, alphaRegularizer, alphaConstraint);
        return where(z.gt(0), z, z.mul(alpha));
    }
}
