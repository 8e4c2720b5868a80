package org.fascicle.api.scope;

import org.fascicle.api.expr.Expr;
import org.osgi.annotation.versioning.ProviderType;

/** A tensor that is kept between steps: a moving mean, an optimizer's slot, a metric's count. */
@ProviderType
public interface State {
    /** Its value before this step. */
    Expr value();

    /**
     * Its value after this step, written together with all others, and only if the loss is finite.
     *
     * @param next of the state's shape
     * @return {@code next}, for further use
     * @throws IllegalStateException if it was set already
     */
    Expr set(Expr next);
}
