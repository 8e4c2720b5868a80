package org.fascicle.schedule.exponential;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Exponential schedule: the initial value times {@code factor} every so many epochs or steps, gradually, or in stairs.
 * Epochs count with their fraction. As Keras's ExponentialDecay. Keras counts steps: the unit
 * is {@code step} for who writes Keras's names, {@code ExponentialDecay} or {@code decay_steps}, and epochs otherwise.
 */
@Technique(value = "exponential", aliases = "ExponentialDecay",
        description = "Exponential schedule: multiplied by a factor every so many epochs or steps.",
        formula = "initial factor^(t / every), t in epochs or steps; staircase: factor^floor(t / every)",
        source = "Senior, Heigold, Ranzato and Yang, 2013, doi:10.1109/ICASSP.2013.6638963")
public record Exponential(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Range("(0,inf)") @Alias("decay_rate") double factor,
        @Range("(0,inf)") @Alias("decay_steps") double every,
        @Default("epoch") @DefaultUnder(names = {
            "ExponentialDecay", "decay_steps"}, value = "step") Moment.Unit unit,
        @Default("false") boolean staircase) implements Schedule{

    @Override
    public double at(Moment moment) {
        double exponent = moment.position(unit) / every;
        return initial * Math.pow(factor, staircase ? Math.floor(exponent) : exponent);
    }
}
