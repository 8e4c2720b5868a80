package org.fascicle.api.initializer;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/** How a parameter starts out. Implemented by immutable records annotated with {@code @Technique}. */
@ConsumerType
@FunctionalInterface
public interface Initializer extends Scope.Initial {
    /**
     * The first value of a tensor, drawn from the scope where it is random.
     *
     * @param shape the tensor's shape; {@link Fans} has its fan-in and fan-out
     * @param scope the tensor's place
     * @return real, of that shape
     */
    @Override
    Expr initialize(Shape shape, Scope scope);
}
