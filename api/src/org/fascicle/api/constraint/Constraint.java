package org.fascicle.api.constraint;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/** A projection that is applied to a parameter after each update. Implemented by immutable records annotated with {@code @Technique}. */
@ConsumerType
@FunctionalInterface
public interface Constraint extends Scope.Projection {
    /**
     * The nearest permitted tensor.
     *
     * @param tensor the parameter after its update
     * @param scope its place
     * @return real, of the same shape
     */
    @Override
    Expr project(Expr tensor, Scope scope);
}
