package org.fascicle.api.optimizer;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scheduled;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A rule that computes a parameter's next value from its gradient. Implemented by immutable records annotated with
 * {@code @Technique} that have a component {@code learningRate}. A rule speaks of one tensor in its own shape; the platform
 * merges equal elementwise rules of many tensors into one pass.
 *
 * <p>Around any rule a model file may put update transforms; a rule does nothing for them. One that lets weights decay changes
 * the parameter's value that the rule sees. A rule that does itself what an update transform does has an option of the
 * transform's per-parameter name (such as {@code weightDecay}), or several whose names end so: the platform then sets these where
 * parameters are excluded or a group has its own value, and does nothing of it around the rule.
 */
@ConsumerType
public interface Optimizer {
    /** The learning rate as it was configured; read its present value through {@link UpdateScope#learningRate()}. */
    Scheduled learningRate();

    /**
     * What the rule does for all its parameters together, once in each step, before it is asked for any of them: sums over all parameters,
     * kept in global slots. It sets slots here or in {@link #update}, not in both; {@code update} reads their values before the step.
     * Does nothing by default.
     *
     * @param parameters those of the model, or of the group of parameters whose own optimizer it is
     * @param scope global slots, and the learning rate that is reported
     */
    default void together(Parameters parameters, UpdateScope scope) {
        // Most rules look at one parameter alone.
    }

    /**
     * The parameter's value after the step.
     *
     * @param parameter the parameter
     * @param gradient of the loss and its penalties, of the parameter's shape
     * @param scope slots, learning rate and step
     * @return real, of the parameter's shape
     */
    Expr update(Param parameter, Expr gradient, UpdateScope scope);
}
