package org.fascicle.activation.relu6;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Rectified linear unit with a ceiling: z between 0 and 6. Its derivative at 0 and at 6 is 0. Krizhevsky, 2010. */
@Technique(value = "relu6",
        description = "Rectified linear unit that stops at 6, for arithmetic of few bits.",
        formula = "min(max(z, 0), 6)",
        source = "Krizhevsky, 2010, Convolutional deep belief networks on CIFAR-10; Keras relu6")
public record Relu6() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        // In this form of both comparisons a NaN passes, and training notices it.
        return where(z.le(0), 0, where(z.ge(6), 6, z));
    }
}
