package org.fascicle.api.watch;

import org.fascicle.api.expr.Expr;
import org.osgi.annotation.versioning.ProviderType;

/** A trained parameter in one step of training, as a {@link Watch} sees it. Used while the watch is asked, by one thread. */
@ProviderType
public interface WatchedParameter {
    /** Its path: {@code dense_1/kernel}. */
    String path();

    /** Its value before the step: real, without rows. */
    Expr value();

    /** The gradient of the loss by it, penalties included, before anything around the optimizer sees it: of its shape. */
    Expr gradient();

    /** What the step adds to it: of its shape. */
    Expr update();
}
