package org.fascicle.api.optimizer;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.osgi.annotation.versioning.ProviderType;

/** All parameters that an optimizer updates in a step, before any of them is updated. */
@ProviderType
public interface Parameters {
    /** The parameters, each with its value before the step. */
    List<Param> all();

    /** The gradient of each, as the rule gets it. */
    List<Expr> gradients();

    /** Slots and learning rate of one parameter. */
    UpdateScope scope(Param parameter);
}
