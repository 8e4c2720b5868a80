package org.fascicle.api.regularizer;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/** A penalty on a tensor. Implemented by immutable records annotated with {@code @Technique}. */
@ConsumerType
@FunctionalInterface
public interface Regularizer extends Scope.Penalty {
    /**
     * What the tensor adds to the loss.
     *
     * @param tensor the parameter, in its own shape
     * @param scope its place
     * @return a real number of rank 0
     */
    @Override
    Expr penalty(Expr tensor, Scope scope);
}
