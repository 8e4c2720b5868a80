package org.fascicle.schedule.power;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Power schedule, with the power 1 also called inverse time: the initial value over (1 + rate t / every) to a power, in stairs
 * if wanted; with the rate 1, after {@code every} epochs or steps it is the half, then the third, and so on. Keras's InverseTimeDecay. Keras counts steps: the unit
 * is {@code step} for who writes Keras's names, {@code InverseTimeDecay} or {@code decay_steps}, and epochs otherwise.
 */
@Technique(value = "power", aliases = "InverseTimeDecay",
        description = "Power schedule (inverse time): a half, a third, a quarter, every so many epochs or steps.",
        formula = "initial / (1 + rate t / every)^power, t in epochs or steps; staircase: rate floor(t / every)",
        source = "Senior, Heigold, Ranzato and Yang, 2013, doi:10.1109/ICASSP.2013.6638963; Keras InverseTimeDecay")
public record Power(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Range("(0,inf)") @Alias("decay_steps") double every,
        @Default("1.0") @Range("[0,inf)") double power,
        @Default("1.0") @Range("[0,inf)") @Alias("decay_rate") double rate,
        @Default("epoch") @DefaultUnder(names = {
            "InverseTimeDecay", "decay_steps"}, value = "step") Moment.Unit unit,
        @Default("false") boolean staircase) implements Schedule{

    @Override
    public double at(Moment moment) {
        double periods = moment.position(unit) / every;
        return initial / Math.pow(1 + rate * (staircase ? Math.floor(periods) : periods), power);
    }
}
