package org.fascicle.api.optimizer;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.osgi.annotation.versioning.ProviderType;

/** A trained tensor, as an optimizer or an update transform sees it. */
@ProviderType
public interface Param {
    /** Its path in the network: {@code dense_1/kernel}. */
    String path();

    /** Its shape, fixed. */
    Shape shape();

    /** Its value before the step. */
    Expr value();
}
