package org.fascicle.api.transform;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What happens to all gradients together before the update rule sees them, such as clipping by their global norm. Implemented by
 * immutable records annotated with {@code @Technique}.
 */
@ConsumerType
@FunctionalInterface
public interface GradientTransform {
    /**
     * The gradients that the update rule gets.
     *
     * @param parameters all trained parameters
     * @param gradients one for each, penalties included
     * @param scope slots, learning rate and step
     * @return one for each, of its parameter's shape
     */
    List<Expr> transform(List<Param> parameters, List<Expr> gradients, UpdateScope scope);
}
