package org.fascicle.schedule.onecycle;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * 1cycle: from the initial value straight up to the peak within the share {@code rise} of the run, straight back down
 * until {@code fall}, and then to the end value. Smith, 2018, arXiv:1803.09820. Without its own values it starts at a
 * 25th of the peak and ends at a 10,000th of that, as optax does; without {@code over} it takes the whole run.
 *
 * <p>A momentum goes the other way: {@code {"one_cycle": {"initial": 0.95, "peak": 0.85, "end": 0.95}}}.
 */
@Technique(value = "one_cycle",
        description = "1cycle: up to a peak, down again, and at last far down; a momentum goes the other way.",
        formula = "straight lines through (0, initial), (rise over, peak), (fall over, initial), (over, end); initial = "
                + "peak / 25, end = initial / 10000 if not given",
        source = "Smith, 2018, arXiv:1803.09820; defaults of optax's linear_onecycle_schedule")
public record OneCycle(
        @Range("(-inf,inf)") double peak,
        @Default("null") @Range("(-inf,inf)") @Nullable Double initial,
        @Default("null") @Range("(-inf,inf)") @Nullable Double end,
        @Default("0.3") @Range("(0,1)") double rise,
        @Default("0.85") @Range("(0,1]") double fall,
        @Default("null") @Range("(0,inf)") @Nullable Double over,
        @Default("epoch") Moment.Unit unit) implements Schedule {

    public OneCycle {
        require(rise < fall, "rise must be below fall");
    }

    @Override
    public double at(Moment moment) {
        double from = initial == null ? peak / 25 : initial;
        double to = end == null ? from / 10000 : end;
        double length = over == null ? moment.length(unit) : over;
        double done = Math.min(moment.position(unit) / length, 1);
        if (done <= rise) {
            return from + (peak - from) * done / rise;
        }
        return done <= fall
                ? peak + (from - peak) * (done - rise) / (fall - rise)
                : from + (to - from) * (done - fall) / (1 - fall);
    }
}
