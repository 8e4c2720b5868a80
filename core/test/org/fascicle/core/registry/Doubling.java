package org.fascicle.core.registry;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** A technique that tests put into bundles of their own. */
@Technique("com.example:doubling")
public record Doubling(@Default("2") double factor) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(factor);
    }
}
