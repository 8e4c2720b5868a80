package org.fascicle.schedule.cosine;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Cosine schedule: from the initial value along half a cosine down to its share {@code alpha}, where it stays. Without
 * {@code over} it takes the whole run. Loshchilov and Hutter, 2016, arXiv:1608.03983; Keras's CosineDecay. Keras counts steps: the unit
 * is {@code step} for who writes Keras's names, {@code CosineDecay} or {@code decay_steps}, and epochs otherwise.
 * Its {@code warmup_steps} are the technique {@code warmup} around this one.
 */
@Technique(value = "cosine", aliases = "CosineDecay",
        description = "Cosine schedule: down along half a cosine, slowly at both ends.",
        formula = "initial ((1 - alpha) (1 + cos(pi min(t / over, 1))) / 2 + alpha)",
        source = "Loshchilov and Hutter, 2016, arXiv:1608.03983")
public record Cosine(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Default("null") @Range("(0,inf)") @Alias("decay_steps") @Nullable Double over,
        @Default("0.0") @Range("[0,1]") double alpha,
        @Default("epoch") @DefaultUnder(names = {
            "CosineDecay", "decay_steps"}, value = "step") Moment.Unit unit)
        implements Schedule{

    @Override
    public double at(Moment moment) {
        double length = over == null ? moment.length(unit) : over;
        double done = Math.min(moment.position(unit) / length, 1);
        return initial * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha);
    }
}
