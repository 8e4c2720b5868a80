package org.fascicle.builder.technique;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The options that every optimizer has, whichever its technique; one that declares such an option does it itself.
 *
 * @param <T> the optimizer
 */
public interface OptimizerOptions<T> {
    /** With the value of any option, see {@link TechniqueDefinition#option}. */
    T option(String name, @Nullable Object value);

    /** With decoupled decay of the weights, at least 0; none by default. */
    default T weightDecay(double decay) {
        return option("weight_decay", decay);
    }

    /** With decoupled decay of the weights, scheduled. */
    default T weightDecay(ScheduleDefinition decay) {
        return option("weight_decay", decay);
    }

    /** Without decay of some parameters, by patterns of their paths: {@code bias}, {@code embedding/*}. */
    default T excludeFromWeightDecay(String... patterns) {
        return option("exclude_from_weight_decay", Arrays.asList(patterns));
    }

    /** With each gradient scaled to at most this norm. */
    default T clipnorm(double norm) {
        return option("clipnorm", norm);
    }

    /** With each element of a gradient cut to at most this absolute value. */
    default T clipvalue(double value) {
        return option("clipvalue", value);
    }

    /** With all gradients together scaled to at most this norm. */
    default T globalClipnorm(double norm) {
        return option("global_clipnorm", norm);
    }

    /** Whether a moving average of each trained weight is kept; false by default. */
    default T useEma(boolean use) {
        return option("use_ema", use);
    }

    /** With the share of itself that the average keeps in an update, in [0,1]; 0.99 by default. */
    default T emaMomentum(double momentum) {
        return option("ema_momentum", momentum);
    }

    /** With the weights replaced by their averages after this many updates; at the end of training by default. */
    default T emaOverwriteFrequency(int updates) {
        return option("ema_overwrite_frequency", updates);
    }

    /** With the gradients of this many steps, at least 2, accumulated for one update. */
    default T gradientAccumulationSteps(int steps) {
        return option("gradient_accumulation_steps", steps);
    }
}
