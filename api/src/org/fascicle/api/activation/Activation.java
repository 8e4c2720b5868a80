package org.fascicle.api.activation;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/** An activation function. Implemented by immutable records annotated with {@code @Technique}. */
@ConsumerType
@FunctionalInterface
public interface Activation {
    /**
     * The activation.
     *
     * @param z the pre-activation, real, {@code [rows, …]}
     * @param scope the place in the network
     * @return real, usually of the same shape
     */
    Expr apply(Expr z, Scope scope);
}
