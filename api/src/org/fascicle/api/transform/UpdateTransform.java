package org.fascicle.api.transform;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What stands around an optimizer: clipping, accumulation, decay, averages, lookahead. A model has a list of them, and each
 * surrounds those behind it in the list, the last one the optimizer alone. Implemented by immutable records annotated with
 * {@code @Technique} that override one or more of these methods; each method does nothing by default.
 *
 * <p>In a step the platform asks for {@link #gradients} from the first of the list to the last, for {@link #before} from the
 * first to the last, then the optimizer, then the constraint of the parameter, and for {@link #after} from the last to the first.
 *
 * <p>Slots of all parameters together are those of the {@link UpdateScope} of {@link #gradients}. Slots of one parameter lie
 * beside the optimizer's: begin their names with the technique's name.
 */
@ConsumerType
public interface UpdateTransform {
    /**
     * In how many steps what this technique surrounds is updated once; at least 1. Where it is more than 1, the optimizer, its
     * slots, and the techniques behind this one change in the last of so many steps only; this technique itself, and those
     * before it, run in each.
     */
    default int stepsPerUpdate() {
        return 1;
    }

    /**
     * What the loss is multiplied with before it is differentiated, so that gradients that are very small do not vanish on their way
     * back; above 0. {@link #gradients} has to divide by it. Where it is not 1, the technique must be for all parameters.
     */
    default double lossScale() {
        return 1;
    }

    /**
     * The gradients that the next of the list gets, or the optimizer.
     *
     * @param gradients of all parameters that the technique is for, penalties included
     * @param scope slots of the technique, the learning rate of the model's optimizer, and how often the technique has run
     * @return one for each, of its parameter's shape
     */
    default List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values();
    }

    /**
     * The parameter's value that the next of the list sees, or the optimizer, which starts from it.
     *
     * @param parameter with the value that the technique before this one gave
     * @param scope slots, learning rate of the parameter, and how often the technique has run
     * @return real, of the parameter's shape
     */
    default Expr before(Param parameter, UpdateScope scope) {
        return parameter.value();
    }

    /**
     * The parameter's value after the step.
     *
     * @param parameter with its value before the step
     * @param updated what the optimizer made of it, constrained, and the techniques behind this one
     * @param scope as {@link #before} has it
     * @return real, of the parameter's shape
     */
    default Expr after(Param parameter, Expr updated, UpdateScope scope) {
        return updated;
    }

    /**
     * The parameter's value when training has ended, such as its average. Not called where training is stopped and can be
     * resumed.
     *
     * @param parameter with its last value, or with what a technique behind this one made of it
     * @param scope the slots as they are after the last step; its step says how often the technique has run, which may be 0
     * @return real, of the parameter's shape
     */
    default Expr ended(Param parameter, UpdateScope scope) {
        return parameter.value();
    }
}
