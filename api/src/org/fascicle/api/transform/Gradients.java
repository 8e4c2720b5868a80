package org.fascicle.api.transform;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.osgi.annotation.versioning.ProviderType;

/** The gradients of a step, as an update transform gets them. */
@ProviderType
public interface Gradients {
    /** The parameters that the technique is for, each with its value before the step. */
    List<Param> parameters();

    /** The gradient of each, as the techniques before this one left it. */
    List<Expr> values();

    /**
     * The same gradients at other values of the parameters, of the same rows and the same random draws. The network is
     * evaluated and differentiated once more for them, which takes about as long as the rest of the step.
     *
     * @param values one for each parameter, of its shape
     * @throws IllegalArgumentException if a technique before this one has accumulated gradients: those are of other
     *     steps, at other values
     */
    List<Expr> at(List<Expr> values);

    /** Slots and learning rate of one parameter. */
    UpdateScope scope(Param parameter);

    /** Whether what the technique surrounds is updated in this step; bool, rank 0. */
    Expr updates();
}
