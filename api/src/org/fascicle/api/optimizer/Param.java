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

    /**
     * The same parameter with another value before the step, for an optimizer that this one holds.
     *
     * @param other real, of the parameter's shape
     * @return this parameter if the value is its own
     */
    default Param with(Expr other) {
        Param parameter = this;
        return other == value() ? this : new Param() {
            @Override
            public String path() {
                return parameter.path();
            }

            @Override
            public Shape shape() {
                return parameter.shape();
            }

            @Override
            public Expr value() {
                return other;
            }
        };
    }
}
