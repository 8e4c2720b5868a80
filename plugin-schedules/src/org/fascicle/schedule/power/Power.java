package org.fascicle.schedule.power;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Power schedule, with the power 1 also called inverse time: the initial value over (1 + t / every) to a power, in stairs
 * if wanted; after {@code every} epochs or steps it is the half, then the third, and so on. Keras's InverseTimeDecay.
 */
@Technique(value = "power",
        description = "Power schedule (inverse time): a half, a third, a quarter, every so many epochs or steps.",
        formula = "initial / (1 + t / every)^power, t in epochs or steps; staircase: floor(t / every)",
        source = "Senior, Heigold, Ranzato and Yang, 2013, doi:10.1109/ICASSP.2013.6638963; Keras InverseTimeDecay")
public record Power(
        @Range("(-inf,inf)") double initial,
        @Range("(0,inf)") double every,
        @Default("1.0") @Range("[0,inf)") double power,
        @Default("epoch") Moment.Unit unit,
        @Default("false") boolean staircase) implements Schedule {

    @Override
    public double at(Moment moment) {
        double periods = moment.position(unit) / every;
        return initial / Math.pow(1 + (staircase ? Math.floor(periods) : periods), power);
    }
}
